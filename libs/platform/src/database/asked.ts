/** A condition with the values of its marks. */
export type Condition<V> = [sql: string, ...values: (V | undefined)[]];

/** The conditions of which every value was given, joined by AND, and their values; what nobody asked for is left out. */
export function asked<V extends string | number>(conditions: Condition<V>[]): { sql: string; values: V[] } {
  const given = conditions.filter((one): one is [string, ...V[]] => !one.includes(undefined));
  return { sql: given.map(([sql]) => sql).join(' AND '), values: given.flatMap(([, ...values]) => values) };
}
