import type { SaldovaktError } from "@saldovakt/domain";
import { type Bench, checkAccount, checkOmbud, checkToken, closeBench, hasOmbudApi } from "../checks/authority.ts";
import { checkCertificate } from "../checks/certificate.ts";
import { type Check, type Finding, inTurn } from "../checks/check.ts";
import { checkConfiguration, checkKeys, checkReferences, hasSweden } from "../checks/configuration.ts";
import { checkNorwegianAccount, checkNorwegianKeys, checkNorwegianToken, hasNorway } from "../checks/norway.ts";
import { checkRecipients } from "../checks/recipients.ts";
import { sendTests } from "../checks/send-test.ts";
import { checkSignIn, hasSignIn } from "../checks/sign-in.ts";
import { checkState } from "../checks/state.ts";
import type { Context } from "../context.ts";
import { printJson } from "../context.ts";
import { explain, isMaskinportens, TURN_WORDS } from "../explain.ts";
import { exitStatus, faultLines, gravest } from "../fault.ts";
import type { Style } from "../output.ts";
import { wrap } from "../table.ts";

/** What is looked at, in the order in which one thing rests on the other. */
const CHECKS: readonly Check[] = [
  { name: "configuration", look: checkConfiguration },
  { name: "references", needs: ["configuration"], look: checkReferences },
  { name: "keys", needs: ["references"], applies: hasSweden, look: checkKeys },
  { name: "certificate", needs: ["keys"], applies: hasSweden, look: checkCertificate },
  { name: "token", needs: ["certificate"], applies: hasSweden, look: checkToken },
  { name: "account", needs: ["token"], applies: hasSweden, look: checkAccount },
  { name: "ombud", needs: ["token"], applies: hasOmbudApi, look: checkOmbud },
  { name: "sign-in", needs: ["keys"], applies: hasSignIn, look: checkSignIn },
  { name: "keys NO", needs: ["references"], applies: hasNorway, look: checkNorwegianKeys },
  { name: "token NO", needs: ["keys NO"], applies: hasNorway, look: checkNorwegianToken },
  { name: "account NO", needs: ["token NO"], applies: hasNorway, look: checkNorwegianAccount },
  { name: "state", needs: ["configuration"], look: checkState },
  { name: "recipients", needs: ["configuration"], look: checkRecipients },
];

/** Whom to send a test message: everyone, or the one whose key begins so. */
export type TestOf = true | string;

/**
 * Looks at every part of the installation and says what to do about each fault; with `test` it sends a test message too. Resolves to the exit status of
 * the gravest.
 */
export async function examine(context: Context, account: string | null, json: boolean, test?: TestOf): Promise<number> {
  const bench: Bench = { context, account };
  const only = test === true ? null : (test ?? null);
  const checks: readonly Check[] = [
    ...CHECKS,
    ...(test === undefined ? [] : [{ name: "test message", needs: ["recipients"], look: (on: Bench) => sendTests(on, only) }]),
  ];
  const findings: Finding[] = [];
  try {
    for await (const finding of inTurn(checks, bench, (name) => context.stderr.passing(`looking at the ${name}`))) {
      findings.push(finding);
      context.stderr.passing(null);
      if (!json) context.stdout.lines(...lines(finding, context));
    }
  } finally {
    await closeBench(bench);
  }
  const faults = findings.flatMap((finding) => (finding.status === "fault" ? [finding.fault] : []));
  if (json) printJson(context, { ok: faults.length === 0, checks: findings.map(findingDocument) });
  return gravest(faults.map(exitStatus));
}

function findingDocument(finding: Finding) {
  const { name, status, what } = finding;
  const notes = "notes" in finding && finding.notes ? finding.notes : [];
  if (finding.status !== "fault") return { name, status, what, notes };
  const { fault } = finding;
  const explanation = isMaskinportens(fault) ? { explanation: explain(fault) } : {};
  return { name, status, what, code: fault.code, remedy: fault.remedy ?? null, ...explanation, notes };
}

/** Where the findings stand, behind mark and name. */
const INDENT = " ".repeat(16);

/** A text behind its mark and name, further lines under the first. */
const titled = (title: string, text: string): readonly string[] => {
  const [first = "", ...rest] = wrap(text, INDENT);
  return [title.padEnd(INDENT.length) + first.trimStart(), ...rest];
};

function lines(finding: Finding, { stdout }: Context): readonly string[] {
  const { name, what } = finding;
  const marked = (mark: string, style: Style, text: string, title = name): readonly string[] => {
    const [first = "", ...rest] = titled(`${mark} ${title}`, text);
    return [stdout.style(style, mark) + first.slice(mark.length), ...rest];
  };
  switch (finding.status) {
    case "ok":
      return [
        ...(finding.doubtful ? marked("!", "yellow", what) : marked("✓", "green", what)),
        ...finding.notes.flatMap((note) => marked("!", "yellow", note, "")),
      ];
    case "skipped":
      return marked("–", "dim", what);
    case "fault": {
      return [...marked("✗", "red", `${what} (${finding.fault.code})`), ...adviceOn(finding.fault).flatMap((line) => wrap(line, INDENT))];
    }
  }
}

/** What to do; of Maskinporten's refusals first what they mean, and whose turn it is. */
function adviceOn(fault: SaldovaktError): readonly string[] {
  if (!isMaskinportens(fault)) return faultLines(fault).slice(1);
  const { means, turn, next } = explain(fault);
  return [`Which means: ${means}.`, `The turn is ${TURN_WORDS[turn]}. Next: ${next}.`];
}
