import { parentPort, workerData } from 'node:worker_threads';
import { Jieba, TfIdf } from '@node-rs/jieba';
import { dict, idf } from '@node-rs/jieba/dict.js';
import { clustersOf } from './clusters.js';

/** What a thread is given: texts that the public reads. It answers with the needs that they share. */
export interface RadarTask {
  wishes: { id: string; communityPath: string; text: string }[];
}

const KEYWORDS = 4;
/** People and places that any wish may name, and words of wishing. */
const SAYS_NOTHING = new Set(
  '老人 老人家 孩子 小孩 学生 爷爷 奶奶 阿婆 阿姨 阿伯 叔叔 妈妈 爸爸 家里 家中 社区 小区 楼下 楼上 想要 希望 帮忙 有人 一台 一个 一次 一起 陪伴'.split(
    ' ',
  ),
);

const { wishes } = workerData as RadarTask;
const jieba = Jieba.withDict(dict);
const keywords = TfIdf.withDict(idf);
parentPort?.postMessage(
  clustersOf(
    wishes.map(({ id, communityPath, text }) => ({
      id,
      communityPath,
      words: keywords
        .extractKeywords(jieba, text, KEYWORDS)
        .flatMap(({ keyword }) => ([...keyword].length >= 2 && !SAYS_NOTHING.has(keyword) ? [keyword] : [])),
    })),
  ),
);
