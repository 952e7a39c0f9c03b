import { parentPort, workerData } from 'node:worker_threads';
import { Jieba, TfIdf } from '@node-rs/jieba';
import { dict, idf } from '@node-rs/jieba/dict.js';
import { clustersOf } from './clusters.js';

/** Input of the thread: public texts of wishes. It answers with the needs that they share. */
export interface RadarTask {
  wishes: { id: string; communityPath: string; text: string }[];
  saysNothing: readonly string[];
}

const KEYWORDS = 4;

const { wishes, saysNothing } = workerData as RadarTask;
const nothing = new Set(saysNothing);
const jieba = Jieba.withDict(dict);
const keywords = TfIdf.withDict(idf);
parentPort?.postMessage(
  clustersOf(
    wishes.map(({ id, communityPath, text }) => ({
      id,
      communityPath,
      words: keywords
        .extractKeywords(jieba, text, KEYWORDS)
        .flatMap(({ keyword }) => ([...keyword].length >= 2 && !nothing.has(keyword) ? [keyword] : [])),
    })),
  ),
);
