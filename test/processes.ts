// Which test files may run one after the other in one process. A process of its own for each costs more than most of the tests in it.
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const ROOT = join(import.meta.dirname, "..");

/** Everything that is tested, by path from the project's root. */
export const TESTS = ["packages/*/src/**/*.test.ts", "functions/**/*.test.ts", "test/**/*.test.ts"];

/**
 * Tests of functions that are given all they work on. Not here: what opens connections or other programs, whose ends the next file would meet; the
 * Lambda functions, which read their process's environment.
 */
const ROOMS = ["domain", "configuration", "files", "service", "web", "cli"];

/** What changes the process for whoever comes next; and hooks of a helper, which is loaded once and so would hook into its first file alone. */
const CHANGES = /\bvi\.|\bprocess\.(?:env\.\w+ ?=[^=]|chdir|on\(|once\(|umask|exitCode ?=)|\bglobalThis\.\w+ ?=[^=]/;
const HOOKS = /^(?:before|after)(?:Each|All)\(/m;

const RELATIVE = /\bfrom\s+["'](\.[^"']+)["']|\bimport\(\s*["'](\.[^"']+)["']\s*\)/g;

/** Tests, and what only they use. */
const isTest = (file: string): boolean => /\.(?:test|fixture|contract)\.ts$|\/test\/|\/contract\//.test(file);

/** The file and the helpers it imports by path, and they in turn. What is imported by name is the product. */
function reach(file: string, found = new Set<string>()): ReadonlySet<string> {
  if (found.has(file) || !existsSync(file) || !isTest(file)) return found;
  found.add(file);
  for (const [, from, lazily] of readFileSync(file, "utf8").matchAll(RELATIVE)) {
    reach(resolve(dirname(file), from ?? lazily ?? ""), found);
  }
  return found;
}

const leavesNothing = (test: string): boolean =>
  [...reach(join(ROOT, test))].every((file) => {
    const text = readFileSync(file, "utf8");
    return !CHANGES.test(text) && (file.endsWith(".test.ts") || !HOOKS.test(text));
  });

/** The test files that leave their process as they found it, as far as their text and their helpers' tells. */
export const sharing = (): readonly string[] =>
  globSync(`packages/{${ROOMS.join(",")}}/src/**/*.test.ts`, { cwd: ROOT }).filter(leavesNothing);
