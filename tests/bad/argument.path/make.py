from shikii import read_document


def run():
    read_document("no such file.txt")
