from law_made_up import check


def run():
    check("1", text="")
