/*
 * @peculiar/x509 builds on a container (tsyringe) that asks for the metadata functions of a proposal Node never got. These three are all
 * it calls. Import this file before it.
 */
type Metadata = Map<unknown, unknown>;

interface MetadataFunctions {
  defineMetadata?(key: unknown, value: unknown, target: object): void;
  getOwnMetadata?(key: unknown, target: object): unknown;
  getMetadata?(key: unknown, target: object): unknown;
}

const known = new WeakMap<object, Metadata>();
const reflect = Reflect as MetadataFunctions;

if (!reflect.getMetadata) {
  reflect.defineMetadata = (key, value, target) => {
    const metadata: Metadata = known.get(target) ?? new Map();
    known.set(target, metadata.set(key, value));
  };
  reflect.getOwnMetadata = (key, target) => known.get(target)?.get(key);
  reflect.getMetadata = (key, target) => {
    for (let at: object | null = target; at; at = Object.getPrototypeOf(at)) if (known.get(at)?.has(key)) return known.get(at)?.get(key);
    return undefined;
  };
}
