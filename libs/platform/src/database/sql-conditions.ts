/** An SQL condition with the values of its placeholders. */
export type Condition<V> = [sql: string, ...values: (V | undefined)[]];

/** Joins with AND the conditions whose values are all defined, and returns their values. */
export function asked<V extends string | number>(conditions: Condition<V>[]): { sql: string; values: V[] } {
  const given = conditions.filter((one): one is [string, ...V[]] => !one.includes(undefined));
  return { sql: given.map(([sql]) => sql).join(' AND '), values: given.flatMap(([, ...values]) => values) };
}
