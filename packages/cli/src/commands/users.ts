import type { Register } from "../program.ts";
import { joined } from "./collected.ts";

/** `saldovakt users invite|list|link|disable|enable|export|erase` */
export const users: Register = (program, run) => {
  const family = program
    .command("users")
    .summary("people who may sign in to the pages")
    .description("People who may sign in to the pages. There are no passwords: a link lets one person in, once, and is shown once.");

  family
    .command("invite")
    .summary("print a link that lets somebody in")
    .requiredOption("--role <role>", "what they may: reader, adviser or owner")
    .option("--accounts <ids>", "only these accounts (acc_…), with commas between; all unless given or --groups is", joined)
    .option("--groups <ids>", "the accounts of these groups (grp_…), with commas between", joined)
    .option("--json", "print one JSON document on standard output")
    .addHelpText(
      "after",
      `
Roles:
  reader    reads the accounts that are theirs
  adviser   that, registers payments, uploads statements, changes policies and who is told
  owner     everything: all accounts, people, groups, the audit log

Examples:
  $ saldovakt users invite --role owner
  $ saldovakt users invite --role reader --accounts acc_0123456789abcdefghjk
`,
    )
    .action((options: { role: string; accounts?: string; groups?: string; json?: boolean }, command) =>
      run(command, async (context) => {
        const { inviteUser } = await import("../jobs/users.ts");
        return inviteUser(context, options, options.json === true);
      }),
    );

  family
    .command("list")
    .summary("who may sign in, and who is invited")
    .option("--json", "print one JSON document on standard output")
    .action((options: { json?: boolean }, command) =>
      run(command, async (context) => {
        const { listUsers } = await import("../jobs/users.ts");
        return listUsers(context, options.json === true);
      }),
    );

  const one = (name: string, summary: string, job: "linkUser" | "disableUser" | "enableUser" | "exportOneUser" | "eraseOneUser") =>
    family
      .command(name)
      .summary(summary)
      .argument("<id>", "the user's id (usr_…)")
      .option("--json", "print one JSON document on standard output")
      .action((id: string, options: { json?: boolean }, command) =>
        run(command, async (context) => {
          const jobs = await import("../jobs/users.ts");
          return jobs[job](context, id, options.json === true);
        }),
      );
  one("link", "print a link by which a user signs in again, once", "linkUser");
  one("disable", "shut a user out: every session is over at once", "disableUser");
  one("enable", "let a user in again, by a new link", "enableUser");
  one("export", "print everything that is held of a user", "exportOneUser");
  one("erase", "erase a user; the audit log keeps their opaque id", "eraseOneUser");
};
