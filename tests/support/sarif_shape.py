"""The parts of SARIF 2.1.0 that we write, as a strict JSON Schema of our own.

No package we could depend on carries the official schema; this one follows its definitions by hand and is stricter:
anything the official schema allows but we do not write is refused.
"""

STRING = {"type": "string", "minLength": 1}
TEXT = {"type": "object", "additionalProperties": False, "required": ["text"], "properties": {"text": STRING}}
LEVEL = {"enum": ["note", "warning", "error"]}
URI = {"type": "string", "minLength": 1, "pattern": r"^(file:///)?[A-Za-z0-9._~!$&'()*+,;=@%/:-]+$"}


def thing(required, **properties):
    return {"type": "object", "additionalProperties": False, "required": required, "properties": properties}


def many(items, **more):
    return {"type": "array", "items": items, **more}


BAG = {"type": "object"}
LOCATION = thing(
    ["physicalLocation"],
    physicalLocation=thing(
        ["artifactLocation"],
        artifactLocation=thing(["uri"], uri=URI),
        region=thing(["startLine"], startLine={"type": "integer", "minimum": 1}, snippet=TEXT),
    ),
)
RULE = thing(
    ["id", "shortDescription", "fullDescription", "help", "defaultConfiguration"],
    id=STRING,
    shortDescription=TEXT,
    fullDescription=TEXT,
    help=TEXT,
    defaultConfiguration=thing(["level"], level=LEVEL),
    properties={
        "type": "object",
        "required": ["tags"],
        "properties": {"tags": many(STRING, uniqueItems=True)},
    },
)
RESULT = thing(
    ["ruleId", "ruleIndex", "level", "message", "partialFingerprints"],
    ruleId=STRING,
    ruleIndex={"type": "integer", "minimum": 0},
    level=LEVEL,
    message=TEXT,
    locations=many(LOCATION, minItems=1, maxItems=1),
    relatedLocations=many(LOCATION, uniqueItems=True),
    partialFingerprints={"type": "object", "additionalProperties": STRING},
    properties=BAG,
)
NOTIFICATION = thing(["message"], message=TEXT, level=LEVEL, descriptor=thing(["id"], id=STRING))
RUN = thing(
    ["tool", "results"],
    tool=thing(
        ["driver"], driver=thing(["name"], name=STRING, version=STRING, rules=many(RULE, uniqueItems=True))
    ),
    automationDetails=thing(["id"], id=STRING),
    language={"type": "string", "pattern": "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$"},
    invocations=many(
        thing(
            ["executionSuccessful"],
            executionSuccessful={"type": "boolean"},
            toolExecutionNotifications=many(NOTIFICATION),
        )
    ),
    results=many(RESULT),
    properties=BAG,
)
LOG = thing(
    ["version", "runs"],
    **{"$schema": {"type": "string", "format": "uri"}},
    version={"const": "2.1.0"},
    runs=many(RUN, minItems=1),
)
