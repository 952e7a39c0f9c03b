import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';

/** People and places that any wish may name, and words of wishing. */
export const SAYS_NOTHING: readonly string[] =
  `老人 老人家 孩子 小孩 学生 爷爷 奶奶 阿婆 阿姨 阿伯 叔叔 妈妈 爸爸 家里 家中 社区 小区 楼下 楼上 自己 我们 大家
  想要 想请 想有 希望 帮忙 请人 有人 需要 可以 能够 没有 现在 上门 一台 一个 一张 一次 一点 一起 陪伴`.split(/\s+/);

const nothing = new Set(SAYS_NOTHING);
/** Signs that only hold others together. */
const BETWEEN = new Set(
  '的了着过地得很太想请要会能把被给让帮在和与或也都就还又不没有无人来去到从里上下中个一两二三几每这那是我他她您你好',
);
let jieba: Jieba | undefined;

/** The dictionary of Chinese words: 37 MiB, 140 ms to load, once for a process that asks for it. */
export const loadNeedWords = (): Jieba => (jieba ??= Jieba.withDict(dict));

/** What a need is about: its words of two characters up, long ones also by their parts, without those that say nothing. Only the
 *  dictionary's words, since guessed ones differ with what stands beside them; of what it does not know, neighbouring signs two by
 *  two: 门锁, 窗纱. */
export function wordsOf(need: string): Set<string> {
  const words = new Set<string>();
  let before = '';
  for (const word of loadNeedWords().cutForSearch(need.normalize('NFKC').toLowerCase(), false)) {
    const isAlone = [...word].length === 1;
    const says = /^[\p{L}\p{N}]+$/u.test(word) && !nothing.has(word) && !BETWEEN.has(word);
    if (says && !isAlone) words.add(word);
    if (says && isAlone && before) words.add(before + word);
    before = says && isAlone ? word : '';
  }
  return words;
}
