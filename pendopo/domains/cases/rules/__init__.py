"""Pure rules of cases: conditions, answers, numbers, promises. No Django, no clock."""
