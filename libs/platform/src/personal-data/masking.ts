/** 李子梅 → 李**; a Latin name keeps its first letter. */
export const maskName = (name: string | null): string | null => {
  if (!name) return null;
  const letters = [...name];
  const kept = letters[0] ?? '';
  return kept + '*'.repeat(Math.min(Math.max(letters.length - 1, 1), 2));
};

/** 13800001234 → 138****1234 */
export const maskPhone = (phone: string | null): string | null =>
  phone ? `${phone.slice(0, 3)}****${phone.slice(-4)}` : null;

/** Age in bands of ten, open at the top, so that a rare age does not name a person. */
export const ageBand = (age: number | null): string | null => {
  if (age === null) return null;
  if (age < 14) return '0-13';
  if (age < 18) return '14-17';
  if (age >= 80) return '80+';
  const low = Math.max(18, Math.floor(age / 10) * 10);
  return `${low}-${Math.floor(age / 10) * 10 + 9}`;
};

const PATTERNS: [RegExp, string][] = [
  [/\d{17}[\dXx]|\d{15}/g, '***'],
  [/(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}/g, '***'],
  [/0\d{2,3}[- ]?\d{7,8}/g, '***'],
  // A house, not a day: 9号705房 goes, 5月9号 stays.
  [/(?<![月\d])\d+\s*(?:号|栋|幢|座|楼|单元|室|房)(?:\s*\d+\s*(?:号|栋|幢|座|楼|单元|室|房))*/g, '某处'],
  [/(?:我叫|名叫|姓名[:：]?)\s*\p{Script=Han}{2,4}/gu, '某居民'],
];

/** The text that the public may see: phone and identity numbers, house numbers, introduced names and the given
 *  secrets are taken out. A person looks at the result before it is published. */
export function maskText(text: string, secrets: (string | null)[] = []): string {
  let masked = text;
  for (const secret of secrets) if (secret && secret.length >= 2) masked = masked.replaceAll(secret, '***');
  for (const [pattern, replacement] of PATTERNS) masked = masked.replace(pattern, replacement);
  return masked;
}
