import { relative } from "node:path";

/** How Pulumi marks a value as secret on its way to the engine. */
const MARK = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** The value as plain JSON. Secrets are unwrapped, and where they lay is added to `secretPaths`; assets become the path they are read from. */
export async function plain(value: unknown, at: string, root: string, secretPaths: string[]): Promise<unknown> {
  const settled = await value;
  if (typeof settled !== "object" || settled === null) return settled;
  const object = settled as Record<string, unknown>;
  if (object[MARK] === SECRET) {
    secretPaths.push(at);
    return plain(object.value, at, root, secretPaths);
  }
  if (object.__pulumiAsset || object.__pulumiArchive)
    return `asset:${relative(root, String(await (object.path ?? object.uri ?? "inline")))
      .split("/")
      .at(-1)}`;
  if (Array.isArray(settled)) return Promise.all(settled.map((entry, index) => plain(entry, `${at}[${index}]`, root, secretPaths)));
  const entries = Object.entries(object).map(async ([key, entry]) => [key, await plain(entry, `${at}.${key}`, root, secretPaths)] as const);
  return Object.fromEntries(await Promise.all(entries));
}
