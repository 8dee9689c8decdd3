/** Makes the value at its first use and keeps it, so that a cold start pays only for what the first event needs. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** The same for what takes time: callers share one making, and one that failed is forgotten, so that the next use tries again. */
export function onceReady<T>(make: () => Promise<T>): () => Promise<T> {
  let making: Promise<T> | undefined;
  return () => {
    making ??= make().catch((thrown: unknown) => {
      making = undefined;
      throw thrown;
    });
    return making;
  };
}
