/** What Node 20 lacks of what the bundled code calls; put in place of it when bundling. */

/** `URL.parse`, which came with Node 22.1. */
export const parseUrl = (text: string, base?: string): URL | null => (URL.canParse(text, base) ? new URL(text, base) : null);
