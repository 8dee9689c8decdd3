import type { WebPorts } from "../ports.ts";

/** The ports, every call of which is written down as `alerts.alert`: what an observer of the store would see. */
export function watched(ports: WebPorts): { readonly ports: WebPorts; readonly calls: string[] } {
  const calls: string[] = [];
  const wrap = <T extends object>(name: string, port: T): T =>
    new Proxy(port, {
      get(target, property) {
        const value: unknown = Reflect.get(target, property);
        if (typeof value !== "function") return value;
        return (...args: unknown[]) => {
          calls.push(`${name}.${String(property)}`);
          return Reflect.apply(value, target, args);
        };
      },
    });
  const { watch } = ports;
  return {
    calls,
    ports: {
      ...ports,
      watch: {
        ...watch,
        records: wrap("records", watch.records),
        accounts: wrap("accounts", watch.accounts),
        queue: wrap("queue", watch.queue),
      },
      alerts: wrap("alerts", ports.alerts),
      keys: wrap("keys", ports.keys),
      slots: wrap("slots", ports.slots),
      book: wrap("book", ports.book),
      payments: wrap("payments", ports.payments),
      recipients: wrap("recipients", ports.recipients),
      facts: wrap("facts", ports.facts),
      sessions: wrap("sessions", ports.sessions),
    },
  };
}
