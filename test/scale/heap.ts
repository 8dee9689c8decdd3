/** A binary heap: the least by `before` comes out first. */
export interface Heap<T> {
  readonly size: () => number;
  peek(): T | undefined;
  push(entry: T): void;
  pop(): T | undefined;
}

export function heap<T>(before: (a: T, b: T) => boolean): Heap<T> {
  const entries: T[] = [];
  const swap = (a: number, b: number): void => {
    [entries[a], entries[b]] = [entries[b] as T, entries[a] as T];
  };
  const less = (a: number, b: number): boolean => b < entries.length && before(entries[b] as T, entries[a] as T);
  return {
    size: () => entries.length,
    peek: () => entries[0],
    push(entry) {
      entries.push(entry);
      for (let at = entries.length - 1; at > 0; ) {
        const parent = (at - 1) >> 1;
        if (!before(entry, entries[parent] as T)) return;
        swap(at, parent);
        at = parent;
      }
    },
    pop() {
      const first = entries[0];
      const last = entries.pop();
      if (entries.length === 0 || last === undefined) return first;
      entries[0] = last;
      for (let at = 0; ; ) {
        const left = 2 * at + 1;
        const child = less(left, left + 1) ? left + 1 : left;
        if (!less(at, child)) return first;
        swap(at, child);
        at = child;
      }
    },
  };
}
