/** Emergency words, which must not wait in a form. Ordered by priority: the first match decides whom to call. Source:
 *  R3.2. */
const DANGERS: { call: '110' | '119' | '120' | '12345'; pattern: RegExp }[] = [
  {
    call: '119',
    pattern: /着火|起火|失火|火灾|煤气泄[漏露]|燃气泄[漏露]|煤气味|燃气味|漏煤气|漏燃气|被困(?:在)?(?:电梯|火)/,
  },
  {
    call: '120',
    pattern: /昏迷|晕倒|不省人事|大出血|喘不上气|呼吸困难|心梗|中风发作|喝(?:了)?农药|服毒|自杀|自残|轻生|不想活/,
  },
  { call: '110', pattern: /家暴|被打|打人|砍人|抢劫|入室|绑架|性侵|猥亵|拐卖|失踪|走失|诈骗电话正在/ },
  { call: '12345', pattern: /全村停水|小区停电|爆水管|路面塌陷|电线(?:掉|垂)落|井盖丢失/ },
];

/** The number to call instead of filling in a form, and the word that indicates it; null if there is none. */
export function dangerIn(text: string): { call: string; word: string } | null {
  for (const { call, pattern } of DANGERS) {
    const found = pattern.exec(text);
    if (found) return { call, word: found[0] };
  }
  return null;
}

/** The same words for a device without a connection, which stops the form before it sends anything. */
export const dangerWords = (): { call: string; pattern: string }[] =>
  DANGERS.map(({ call, pattern }) => ({ call, pattern: pattern.source }));
