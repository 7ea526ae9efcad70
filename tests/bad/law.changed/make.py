from law_made_up import check


def run():
    check("1", pins={"a.tsv": {"架空法第1条": "0123456789ab"}})
