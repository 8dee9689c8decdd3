import { ROLES } from "@saldovakt/domain";
import { accountIds } from "./accounts.ts";
import { list, object, oneOf, text, words, yesOrNo } from "./leaves.ts";

const role = oneOf(ROLES).describe("`reader` reads; `adviser` works with the accounts that are theirs; `owner` runs the installation.");
const accounts = accountIds
  .nullable()
  .describe("Null = every account, also those that are added later. Without meaning for owners, who reach all.");
const groupId = text(/^grp_[0-9a-hjkmnp-tv-z]{20}$/, "is not a group's id", "take the id from GET /v1/groups, grp_…");
const groups = list(groupId, 200, "write a list of group ids, grp_…").describe("Their accounts are reached too.");

export const NewInvitation = object({ role, accounts: accounts.optional(), groups: groups.optional() });

/** What is absent stays. */
export const UserChange = object({
  name: words(200).optional(),
  role: role.optional(),
  accounts: accounts.optional(),
  groups: groups.optional(),
  disabled: yesOrNo.optional().describe("True: every session is over at once, and no link lets them in."),
});

export const NewGroup = object({ name: words(200), accounts: accountIds.optional() });
export const GroupChange = object({ name: words(200).optional(), accounts: accountIds.optional() });
