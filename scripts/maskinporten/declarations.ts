import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { promisify } from "node:util";

const ROOT = join(import.meta.dirname, "..", "..");
const TSC = join(ROOT, "node_modules", "typescript", "bin", "tsc");
const PACKAGES = join(ROOT, "packages");

/** From where a declaration takes names: as the compiler writes it, one statement a line or over several. */
const FROM = /^(?:import|export)( type)? (\{[^}]*\}|\*) from "([^"]+)";$/gm;

const namesIn = (braces: string): readonly string[] =>
  braces
    .slice(1, -1)
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");

/** `type A as B` is known outside as `B`; and is `A` within. */
const outerName = (name: string): string => name.replace(/^type /, "").replace(/^.* as /, "");
const innerName = (name: string): string => name.replace(/^type /, "").replace(/ as .*$/, "");

/** Which file of a package each of its exports stands in, as its index tells. */
async function homesOf(index: string): Promise<ReadonlyMap<string, string>> {
  const homes = new Map<string, string>();
  for (const [, , names = "", from = ""] of (await readFile(index, "utf8")).matchAll(FROM)) {
    for (const name of namesIn(names)) homes.set(outerName(name), join(dirname(index), from));
  }
  return homes;
}

/** All declarations of the entries and of the packages they import, one file for each of the sources'. */
async function emitted(entries: readonly string[], outDir: string): Promise<void> {
  const project = join(outDir, "tsconfig.json");
  const compilerOptions = {
    ...{ noEmit: false, declaration: true, emitDeclarationOnly: true, stripInternal: true, rootDir: PACKAGES, outDir },
    // The packages as sources of this very compilation: what is found under node_modules has no declarations made.
    ...{ paths: { "@saldovakt/*": [join(PACKAGES, "*", "src", "index.ts")] }, typeRoots: [join(ROOT, "node_modules", "@types")] },
  };
  const files = [...entries, join(PACKAGES, "http", "src", "undici-agent.d.ts")];
  await writeFile(project, JSON.stringify({ extends: join(ROOT, "tsconfig.json"), compilerOptions, files, include: [] }));
  await promisify(execFile)(process.execPath, [TSC, "-p", project]);
}

/**
 * Writes the declarations that the entries reach into the folder, under the sources' own paths below `packages`. Whatever they take from another package of the
 * house is taken from the very file it stands in, so that nothing beyond it comes along.
 */
export async function writeDeclarations(entries: readonly string[], folder: string): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), "declarations-"));
  try {
    await emitted(entries, work);
    const homes = new Map<string, ReadonlyMap<string, string>>();
    for (const name of ["domain", "http"]) homes.set(`@saldovakt/${name}`, await homesOf(join(work, name, "src", "index.d.ts")));

    const waiting = new Set(entries.map((entry) => join(work, relative(PACKAGES, entry))));
    for (const source of waiting) {
      const file = source.replace(/\.ts$/, ".d.ts");
      /** As the compiler asks for it, which goes by the name of the JavaScript that a declaration stands for. */
      const reach = (target: string): string => {
        waiting.add(target);
        const path = relative(dirname(source), target).replace(/\.ts$/, ".js");
        return path.startsWith(".") ? path : `./${path}`;
      };
      const text = (await readFile(file, "utf8")).replace(FROM, (statement: string, type = "", names: string, from: string) => {
        if (from.startsWith(".")) return statement.replace(`"${from}"`, `"${reach(resolve(dirname(source), from))}"`);
        const found = homes.get(from);
        if (!found) return statement;
        const verb = statement.split(" ", 1)[0];
        const single = namesIn(names).map((name) => {
          const home = found.get(innerName(name));
          if (home === undefined) throw new Error(`${from} exports no ${name}`);
          return `${verb}${type} { ${name} } from "${reach(home)}";`;
        });
        return single.join("\n");
      });
      const target = join(folder, relative(work, file));
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, text);
    }
  } finally {
    await rm(work, { recursive: true });
  }
}
