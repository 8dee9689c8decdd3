/** Where a complaint's two halves meet: what is wrong, and what to do. */
const HALVES = "\n";

/** The message a body's schema gives for one of its parts. */
export const complaint = (detail: string, remedy: string): string => `${detail}${HALVES}${remedy}`;

export function parted(message: string): { readonly detail: string; readonly remedy: string } {
  const [detail = "", remedy = "compare it with the documentation"] = message.split(HALVES);
  return { detail, remedy };
}
