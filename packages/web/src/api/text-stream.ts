/**
 * A text that is written while it is read, so that a year's lines need no memory. The first line is fetched before anything is answered: a source that cannot
 * be read is a fault, and no empty file. Throws what the source throws by then.
 */
export async function textStream<T>(
  head: string,
  source: AsyncIterable<T>,
  write: (line: T) => string,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const lines = source[Symbol.asyncIterator]();
  let pending: IteratorResult<T> | null = await lines.next();
  const encoder = new TextEncoder();
  return new ReadableStream({
    start: (controller) => {
      if (head !== "") controller.enqueue(encoder.encode(head));
    },
    async pull(controller) {
      const next = pending ?? (await lines.next());
      pending = null;
      if (next.done) controller.close();
      else controller.enqueue(encoder.encode(write(next.value)));
    },
    cancel: async () => void (await lines.return?.()),
  });
}
