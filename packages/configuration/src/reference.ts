import { resolve } from "node:path";
import { SaldovaktError } from "@saldovakt/domain";
import type { Reference } from "./configuration.ts";

/** What a reference is resolved with. */
export interface ReferenceReader {
  /** The configuration field the reference stands in, for the message of a fault. */
  readonly field: string;
  /** The folder of the configuration, to which `file:` is relative. */
  readonly baseDir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The text of the file at an absolute path. */
  readonly readFile: (path: string) => Promise<string>;
  /** The secret's text from Secrets Manager; absent where this program cannot reach it. */
  readonly readSecretArn?: (arn: string) => Promise<string>;
}

/** The ARN of a Secrets Manager secret, in any partition. */
const SECRET_ARN = /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+$/;
const VARIABLE = /^[A-Za-z_]\w*$/;

export type ReferenceKind = "file" | "env" | "arn";

/** What kind of reference the text is; null when it is none, and so perhaps the secret itself. */
export function referenceKind(text: string): ReferenceKind | null {
  if (/^file:./.test(text)) return "file";
  if (text.startsWith("env:") && VARIABLE.test(text.slice(4))) return "env";
  return SECRET_ARN.test(text) ? "arn" : null;
}

/** Node's file system codes that a person can do something about. */
const FILE_FAULTS: Readonly<Record<string, string>> = {
  ENOENT: "does not exist",
  EACCES: "may not be read by this user",
  EPERM: "may not be read by this user",
  EISDIR: "is a folder",
  ENOTDIR: "lies in a folder that does not exist",
};

/**
 * The text a reference stands for. Throws `REFERENCE_UNREADABLE` (installation), which names the field and the file, variable or secret,
 * never anything of its content.
 */
export async function readReference(reference: Reference, reader: ReferenceReader): Promise<string> {
  const kind = referenceKind(reference);
  const text = kind === "file" ? await readFile(reference.slice(5), reader) : kind === "env" ? variable(reference.slice(4), reader) : null;
  if (text !== null) return text;
  if (kind === "arn") return secret(reference, reader);
  throw unreadable(reader.field, "does not hold a reference", "write file:NAME, env:NAME, or the ARN of a Secrets Manager secret");
}

async function readFile(name: string, { baseDir, field, readFile: read }: ReferenceReader): Promise<string> {
  let text: string;
  try {
    text = await read(resolve(baseDir, name));
  } catch (cause) {
    const what = FILE_FAULTS[codeOf(cause)] ?? `cannot be read${codeOf(cause) && ` (${codeOf(cause)})`}`;
    const remedy = `put the file there, or change ${field}; file names are relative to the configuration's folder`;
    throw unreadable(field, `names the file ${name}, which ${what}`, remedy, cause);
  }
  if (text.trim() === "") throw unreadable(field, `names the file ${name}, which is empty`, "write the secret into the file");
  return text;
}

function variable(name: string, { field, env }: ReferenceReader): string {
  const text = env[name];
  if (text !== undefined && text.trim() !== "") return text;
  const what = `names the environment variable ${name}, which is ${text === undefined ? "not set" : "empty"}`;
  throw unreadable(field, what, `set ${name} before starting, or change ${field}`);
}

async function secret(arn: string, { field, readSecretArn }: ReferenceReader): Promise<string> {
  if (!readSecretArn) {
    throw unreadable(field, "names a Secrets Manager secret, which cannot be reached from here", "use file:NAME or env:NAME here");
  }
  let text: string;
  try {
    text = await readSecretArn(arn);
  } catch (cause) {
    if (cause instanceof SaldovaktError) throw cause;
    const why = cause instanceof Error && /^[A-Za-z]{1,60}$/.test(cause.name) ? ` (${cause.name})` : "";
    const remedy = "check the ARN, the region, and that these credentials may call secretsmanager:GetSecretValue on it";
    throw unreadable(field, `names a Secrets Manager secret that cannot be read${why}`, remedy, cause);
  }
  if (text.trim() === "") throw unreadable(field, "names a Secrets Manager secret without text", "store the secret as text, not as bytes");
  return text;
}

const codeOf = (error: unknown): string => {
  const code = error instanceof Error ? (error as { readonly code?: unknown }).code : undefined;
  return typeof code === "string" ? code : "";
};

const unreadable = (field: string, what: string, remedy: string, cause?: unknown): SaldovaktError =>
  new SaldovaktError(`${field} ${what}`, { code: "REFERENCE_UNREADABLE", scope: "installation", remedy, cause });
