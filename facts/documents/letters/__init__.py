"""Letters between a body and its council that a bundle holds beside assessments: 諮問書 and 答申."""
