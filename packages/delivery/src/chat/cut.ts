/** The text in at most that many UTF-16 units, three dots where something was cut, no character cut in half. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const kept = text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, "");
  // Half an entity would show as it is written.
  return `${kept.replace(/&[a-z]{0,4}$/, "")}…`;
}
