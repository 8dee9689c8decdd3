/** Values of an option that may stand several times. */
export const collect = (value: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), value];

/** Of an option that takes several with commas between: given several times, it is as if all stood in one. */
export const joined = (value: string, before: string | undefined): string => (before === undefined ? value : `${before},${value}`);
