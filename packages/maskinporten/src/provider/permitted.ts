import type { AccountId } from "@saldovakt/domain";
import type { ApiProvider, Principal, RequestContext, RequestHeaders, RouteAccess } from "./provider.ts";
import { type Refusal, unavailable } from "./refusal.ts";

/** An account and the organisation it is of: nine digits. */
export interface Candidate {
  readonly account: AccountId;
  readonly organisation: string;
}

export interface Permitted {
  readonly kind: "permitted";
  readonly principal: Principal;
  readonly accounts: readonly AccountId[];
}

/** Questions under way at once for one list. */
const AT_ONCE = 4;

/** What leaves an account undecided. An error at the decision point, `Indeterminate`, says nothing of whose the account is. */
function undecided(answer: Refusal): Refusal | null {
  if (answer.reason === "PDP_INDETERMINATE") return unavailable({ code: answer.reason });
  return answer.status === 403 ? null : answer;
}

/**
 * Which of the accounts the request's token opens, in the order given: for lists. Each is decided, and recorded, by itself. When one of them cannot be decided
 * the whole list is refused with 503, for one that is silently too short would be taken for the truth.
 */
export async function permittedAccounts(
  provider: Pick<ApiProvider, "authorise">,
  headers: RequestHeaders,
  candidates: readonly Candidate[],
  route: RouteAccess,
  context: Pick<RequestContext, "requestId" | "keep">,
): Promise<Permitted | Refusal> {
  const principal = await provider.authorise(headers, null, route, context);
  if (principal.kind === "refusal") return principal;
  const answers = new Map<AccountId, Principal | Refusal>();
  const waiting = candidates.values();
  let stopped: Refusal | undefined;

  async function work(): Promise<void> {
    for (const { account, organisation } of waiting) {
      if (stopped) return;
      const answer = await provider.authorise(headers, organisation, route, { ...context, account });
      if (answer.kind === "refusal") stopped ??= undecided(answer) ?? undefined;
      answers.set(account, answer);
    }
  }

  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (stopped) return stopped;
  const isOpen = ({ account }: Candidate): boolean => answers.get(account)?.kind !== "refusal";
  return { kind: "permitted", principal, accounts: candidates.filter(isOpen).map(({ account }) => account) };
}
