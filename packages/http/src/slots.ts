/**
 * Where the takers of one rate agree on their turns. A store shared by several processes needs their clocks to agree to within a few
 * milliseconds, and one rate only.
 */
export interface SlotStore {
  /**
   * Reserves `count` consecutive slots `spacingMs` apart, behind all slots reserved before and none before `notBefore` (epoch ms); resolves to
   * the first slot's time. A slot once reserved is never given again.
   */
  reserve(count: number, spacingMs: number, notBefore: number): Promise<number>;
  /** Only where every taker lives in this process: when the latest takes in fact completed, oldest first. Kept by the limiters. */
  readonly completed?: number[];
}

/** Slots for the limiters of one process. */
export function memorySlots(): SlotStore {
  let next = Number.NEGATIVE_INFINITY;
  return {
    completed: [],
    async reserve(count, spacingMs, notBefore) {
      const first = Math.max(next, notBefore);
      next = first + count * spacingMs;
      return first;
    },
  };
}
