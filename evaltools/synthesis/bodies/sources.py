"""The results that bodies are told of by, under the names that their notebooks save them."""

SHARES, WAVES, CITY = "tab-ladder-by-body", "tab-ladder-waves-by-body", "tab-ladder"
RESPONSE, VERDICTS, ACTIVITIES = "tab-response", "tab-verdicts-by-body", "tab-activities-by-body"
INDICATORS, PROPOSALS = "tab-indicators", "tab-proposals"
REGISTER, ANSWERS = "tab-consultation-register", "tab-consultation-answers"
CITY_RESPONSE = {
    "rate": "val-response-rate", "n": "val-respondents", "employees": "val-employees",
}  # fmt: skip
USED = (
    SHARES, WAVES, CITY, RESPONSE, VERDICTS, ACTIVITIES, INDICATORS, PROPOSALS, REGISTER, ANSWERS,
    *CITY_RESPONSE.values(),
)  # fmt: skip
"""All of them; one that there is not is told of in words."""
