/* When a question is asked: the operators of rules/conditions.py, which decides; this only shows.
   tests/browser/test_conditions.py runs one table through both. */

/** Tells whether a condition holds for {code: understood answer}; none always does. */
export function holds(condition, answers) {
  if (!condition) return true;
  if (condition.all) return condition.all.every((inner) => holds(inner, answers));
  if (condition.any) return condition.any.some((inner) => holds(inner, answers));
  if (condition.none) return !condition.none.some((inner) => holds(inner, answers));
  const value = answers[condition.field];
  if ("filled" in condition) return isFilled(value) === condition.filled;
  if ("one_of" in condition) return [value].flat().some((one) => condition.one_of.includes(one));
  return isSame(value, condition.equals);
}

/** Returns the codes that are asked: an answer to a question that is not asked counts as none. */
export function asked(questions, answers) {
  const known = {};
  const shown = questions.filter(({ code, when }) => {
    const isAsked = holds(when, known);
    if (isAsked && answers[code] !== undefined) known[code] = answers[code];
    return isAsked;
  });
  return new Set(shown.map(({ code }) => code));
}

function isFilled(value) {
  return value === false || (Array.isArray(value) ? value.length > 0 : Boolean(value));
}

/* Python counts True as 1; texts equal only texts. */
function isSame(value, expected) {
  const counts = (one) => typeof one === "boolean" || typeof one === "number";
  return counts(value) && counts(expected) ? Number(value) === Number(expected) : value === expected;
}
