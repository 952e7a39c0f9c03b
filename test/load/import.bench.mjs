// How long the importer takes and how much memory it needs, as whole processes: node test/load/import.bench.mjs [ROWS]
// Needs a build and running servers (npm start in another terminal, or DATABASE_URL and REDIS_URL).
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import writeXlsx from 'write-excel-file/node';

const ROOT = new URL('../..', import.meta.url).pathname;
const rowCount = Number(process.argv[2] ?? 50_000);

const HEADINGS = [
  '序号',
  '村（社区）',
  '网格',
  '姓名',
  '性别',
  '年龄',
  '困难类别',
  '联系电话',
  '家庭住址',
  '微心愿内容',
  '类别',
  '预计费用（元）',
  '受益人数',
  '期望完成时间',
  '网格员',
  '备注',
];
const NEEDS = [
  '想换一台风扇',
  '卫生间地面滑，想装两个扶手',
  '想理个发，出不了门',
  '孩子数学跟不上，想找人辅导',
  '需要一袋米和两桶花生油',
];
const COMMUNITIES = ['沥苑社区', '沥南', '沥雄社区居委会', '沥兴', '直街社区', '六村', '华夏社区'];
const DAYS = ['2021-05-01', '5月26日前', '2021年6月2日', '20210628', '2021.06.11'];

/** @param {string[]} list @param {number} at */
const of = (list, at) => list[at % list.length] ?? '';
/** @param {unknown} value */
const cell = (value) => ({ value: String(value), type: String });
/** @param {number} at */
const line = (at) => [
  at + 1,
  of(COMMUNITIES, at),
  `第${(at % 12) + 1}网格`,
  `李${String.fromCodePoint(0x4e00 + (at % 20_000))}`,
  '女',
  20 + (at % 70),
  '低保家庭',
  `159${String(at).padStart(8, '0')}`,
  `沥苑社区花园${at % 60}号`,
  of(NEEDS, at),
  at % 2 ? '服务类' : '物品类',
  of(['约120', '/', '￥380', '490.00', '１５０'], at),
  1 + (at % 9),
  of(DAYS, at),
  '陈坤',
  '',
];

const file = join(mkdtempSync(join(tmpdir(), 'mw-bench-')), 'wishes.xlsx');
await writeXlsx([HEADINGS.map(cell), ...Array.from({ length: rowCount }, (_, at) => line(at).map(cell))], {
  sheet: '大沥镇',
}).toFile(file);

/** @param {string} path @returns {Promise<{ seconds: number, peakMiB: number, counts: object }>} */
const run = (path) =>
  new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(
      process.execPath,
      [join(ROOT, 'dist/server/cli.js'), 'wishes', 'import', path, '--dry-run', '--json'],
      {
        env: process.env,
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    let peakKb = 0;
    const watch = setInterval(() => {
      try {
        peakKb = Math.max(
          peakKb,
          Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0),
        );
      } catch {
        // it has ended
      }
    }, 50);
    let output = '';
    child.stdout.on('data', (part) => (output += part));
    child.once('exit', (code) => {
      clearInterval(watch);
      if (code !== 0) return reject(new Error(`exit code ${code}`));
      resolve({
        seconds: (performance.now() - started) / 1000,
        peakMiB: peakKb / 1024,
        counts: JSON.parse(output).counts,
      });
    });
  });

/** @type {[string, string][]} */
const files = [
  ['420', join(ROOT, 'test/fixtures/wishes-dali-420.xlsx')],
  [String(rowCount), file],
];
for (const [name, path] of files) {
  const { seconds, peakMiB, counts } = await run(path);
  console.log(`${name} rows: ${seconds.toFixed(1)} s, ${Math.round(peakMiB)} MiB at the most`, JSON.stringify(counts));
}
