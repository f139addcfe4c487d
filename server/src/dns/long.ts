/** Shorter lists are gone through each time: to keep what was found would cost more. */
export const LONG = 16;

/**
 * `work`, done once for each long list: that of a name with thousands of records may be what thousands of others ask for. A list is
 * the same as long as it is the same object, and nobody changes it.
 */
export function onceForLong<Item, Made>(
  work: (list: readonly Item[]) => Made,
): (list: readonly Item[]) => Made {
  const done = new WeakMap<readonly Item[], { readonly made: Made }>();
  return (list) => {
    if (list.length <= LONG) return work(list);
    let known = done.get(list);
    if (known === undefined) {
      known = { made: work(list) };
      done.set(list, known);
    }
    return known.made;
  };
}
