/** The value if the list has it. An address or a stored draft may hold anything. */
export const oneOf = <T extends string>(list: readonly T[], value: string | undefined): T | undefined =>
  list.find((one) => one === value);
