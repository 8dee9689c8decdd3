import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { link, mkdir, open, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { SaldovaktError } from "@saldovakt/domain";
import type { DataKeys, KeyContext } from "./data-keys.ts";
import { signInFault } from "./faults.ts";
import { gcmOpen, gcmSeal } from "./gcm.ts";

export interface KeyFileOptions {
  /** Made on first use, with its folder, if it is not there: one line of base64url. */
  readonly path: string;
  readonly random?: (bytes: number) => Uint8Array;
}

const KEY_BYTES = 32;
const LINE = /^[A-Za-z0-9_-]{43}\n?$/;

const bound = (context: KeyContext): Buffer =>
  Buffer.from(JSON.stringify(["saldovakt data key", ...Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1))]));

/** Makes the file whole under another name and then gives it its own, so that of several processes one makes it and none reads half of it. */
async function make(path: string, random: (bytes: number) => Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${Buffer.from(random(9)).toString("base64url")}`;
  try {
    const file = await open(draft, "wx", 0o600);
    try {
      await file.writeFile(`${Buffer.from(random(KEY_BYTES)).toString("base64url")}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await link(draft, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  } finally {
    await rm(draft, { force: true });
  }
}

/** The key of the file, or null where there is none. */
async function read(path: string): Promise<Buffer | null> {
  const file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (!file) return null;
  try {
    const about = await file.stat(); // of what was opened, whatever stands under the name by now
    if (!about.isFile() || about.size > 100) throw signInFault("SKV_VAULT_KEY_UNREADABLE");
    if (process.platform !== "win32") {
      const stranger = process.getuid !== undefined && about.uid !== process.getuid();
      if ((about.mode & 0o077) !== 0 || stranger) throw signInFault("SKV_VAULT_KEY_EXPOSED");
    }
    const text = await file.readFile("utf8");
    if (!LINE.test(text)) throw signInFault("SKV_VAULT_KEY_UNREADABLE");
    return Buffer.from(text.trim(), "base64url");
  } finally {
    await file.close();
  }
}

/**
 * Data keys under a key in a file of this machine, readable for its owner alone. Throws `SKV_VAULT_KEY_EXPOSED` when others may read it,
 * `SKV_VAULT_KEY_UNREADABLE` when it cannot be read or made, and `SKV_TOKENS_UNREADABLE` for what another key or context wrapped.
 */
export function fileDataKeys(options: KeyFileOptions): DataKeys {
  const { path, random = randomBytes } = options;

  async function masterKey(mayMake: boolean): Promise<Buffer> {
    try {
      const key = await read(path);
      if (key) return key;
      if (!mayMake) throw signInFault("SKV_TOKENS_UNREADABLE");
      await make(path, random);
      const made = await read(path);
      if (made) return made;
    } catch (cause) {
      if (cause instanceof SaldovaktError) throw cause;
      throw signInFault("SKV_VAULT_KEY_UNREADABLE", { cause });
    }
    throw signInFault("SKV_VAULT_KEY_UNREADABLE");
  }

  return dataKeysUnder(masterKey, random);
}

/** Data keys under a key that ends with this process, and every sign-in with it. */
export function memoryDataKeys(random: (bytes: number) => Uint8Array = randomBytes): DataKeys {
  const key = Buffer.from(random(KEY_BYTES));
  return dataKeysUnder(async () => key, random);
}

function dataKeysUnder(masterKey: (mayMake: boolean) => Promise<Buffer>, random: (bytes: number) => Uint8Array): DataKeys {
  return {
    async generate(context) {
      const plain = random(KEY_BYTES);
      return { plain, wrapped: gcmSeal(await masterKey(true), plain, bound(context), random) };
    },
    async unwrap(wrapped, context) {
      // A lost key file makes everything sealed unreadable: a new one opens nothing.
      const plain = gcmOpen(await masterKey(false), wrapped, bound(context));
      if (plain?.length !== KEY_BYTES) throw signInFault("SKV_TOKENS_UNREADABLE");
      return plain;
    },
  };
}
