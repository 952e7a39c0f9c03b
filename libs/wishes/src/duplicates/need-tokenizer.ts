import type { Jieba } from '@node-rs/jieba';

/** Stop words: people, places and words of wishing that any wish may contain. */
export const STOP_WORDS: readonly string[] =
  `老人 老人家 孩子 小孩 学生 爷爷 奶奶 阿婆 阿姨 阿伯 叔叔 妈妈 爸爸 家里 家中 社区 小区 楼下 楼上 自己 我们 大家
  想要 想请 想有 希望 帮忙 请人 有人 需要 可以 能够 没有 现在 上门 一台 一个 一张 一次 一点 一起 陪伴`.split(/\s+/);

const nothing = new Set(STOP_WORDS);
/** Function words: single characters that carry no meaning of their own. */
const BETWEEN = new Set(
  '的了着过地得很太想请要会能把被给让帮在和与或也都就还又不没有无人来去到从里上下中个一两二三几每这那是我他她您你好',
);

export type Tokenize = (need: string) => Set<string>;

let loaded: Promise<Jieba> | undefined;

/** Loads the dictionary of Chinese words on first use, once per process: 37 MiB, 250 ms. */
export async function loadTokenizer(): Promise<Tokenize> {
  const jieba = await (loaded ??= loadJieba());
  return (need) => tokenize(jieba, need);
}

async function loadJieba(): Promise<Jieba> {
  const [{ Jieba }, { dict }] = await Promise.all([import('@node-rs/jieba'), import('@node-rs/jieba/dict.js')]);
  return Jieba.withDict(dict);
}

/** Tokenizes a need into words of at least two characters, without stop words; long words also yield their parts. Uses only
 *  words of the dictionary, because guessed words depend on their neighbours. Neighbouring single characters, which the
 *  dictionary does not join, form pairs: 门锁, 窗纱. */
function tokenize(jieba: Jieba, need: string): Set<string> {
  const words = new Set<string>();
  let before = '';
  for (const word of jieba.cutForSearch(need.normalize('NFKC').toLowerCase(), false)) {
    const isAlone = [...word].length === 1;
    const says = /^[\p{L}\p{N}]+$/u.test(word) && !nothing.has(word) && !BETWEEN.has(word);
    if (says && !isAlone) words.add(word);
    if (says && isAlone && before) words.add(before + word);
    before = says && isAlone ? word : '';
  }
  return words;
}
