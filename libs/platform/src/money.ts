/** Money is a whole number of fen (1 yuan = 100 fen), within Number's safe range. */
export const MAX_FEN = 1_000_000_000_000; // ¥10 billion: far above any community's fund, far below 2^53

/** Yuan with at most two decimals to fen, without binary fractions: 19.99 → 1999. */
export const yuanToFen = (yuan: number): number => Math.round(yuan * 100);

/** ¥12,345.60 */
export const formatFen = (fen: number): string =>
  `${fen < 0 ? '-' : ''}¥${(Math.abs(fen) / 100).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
