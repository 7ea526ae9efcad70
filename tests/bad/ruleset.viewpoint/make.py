def run():
    from shikii.rulesets.review_viewpoints import VIEWPOINTS, read_viewpoints

    text = VIEWPOINTS.read_text("utf-8")
    read_viewpoints(text.replace("kinds: [level]", "kinds: [measure, levle]"), "viewpoints.yaml")
