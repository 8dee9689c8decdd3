/** Longer than any address of ours. */
const LONGEST = 500;

/** Where nobody shall be sent after signing in: it would sign out at once, or go round in a circle. */
const NEVER = /^\/(?:sign-in|sign-out|link|join|unsubscribe)(?:[/?#]|$)/;

/**
 * Where to go after signing in: the path asked for if it is one of this server's own, else the overview. Anything a browser could read as another host
 * (`//host`, `/\host`, control characters that are dropped in between) is none of ours.
 */
export function ownPath(asked: string | undefined): string {
  if (asked === undefined || asked.length > LONGEST || !/^\/(?![/\\])[\x21-\x7e]*$/.test(asked) || asked.includes("\\")) return "/";
  const base = "http://own.invalid";
  if (!URL.canParse(asked, base)) return "/";
  const url = new URL(asked, base);
  const path = url.pathname + url.search + url.hash;
  return url.origin === base && !path.startsWith("//") && !NEVER.test(path) ? path : "/";
}
