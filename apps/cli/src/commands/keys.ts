import { randomBytes } from 'node:crypto';
import { Config, DataKeys, FileStorage, RotateKeys, Transactions, FieldEncryption, registeredKeys } from '#libs/platform';
import { SCHEMAS } from '../../../libraries.js';
import { Usage, print, readArgs, withDatabase, type Command } from '../command.js';

/** Key purposes: as typed on the command line, and as stored in the key register. */
const KINDS = { encryption: 'encryption', 'blind-index': 'blind_index' } as const;

function withKeys<T>(work: (rotate: RotateKeys, transactions: Transactions) => Promise<T>): Promise<T> {
  return withDatabase(async (source, config) => {
    const transactions = new Transactions(source);
    const encryption = await FieldEncryption.open(config, transactions);
    const storage = new FileStorage(config, encryption);
    return work(
      new RotateKeys(transactions, encryption, storage, SCHEMAS, (line) => process.stderr.write(`${line}\n`)),
      transactions,
    );
  });
}

/** Lists the keys, how much data each one protects, and which of them can be removed. */
export const keysStatusCommand: Command = {
  usage: '[--json]',
  run: (args) =>
    withKeys(async (rotate) => {
      const { values } = readArgs(args, { json: { type: 'boolean' } });
      const { keys, unreadable, isFinished } = await rotate.status();
      const shown = keys.map(({ purpose, keyNo, state, values: count, createdAt, checkValue }) => ({
        purpose,
        keyNo,
        state,
        values: count,
        since: createdAt.toISOString(),
        fingerprint: checkValue.toString('hex').slice(0, 16),
        canRetire: purpose === KINDS.encryption && state === 'retiring' && isFinished && count === 0,
      }));
      if (values.json) print(JSON.stringify({ keys: shown, unreadable }));
      else {
        for (const key of shown)
          print(
            `${key.purpose.padEnd(28)} ${String(key.keyNo).padStart(3)}  ${key.state.padEnd(9)} ${key.since.slice(0, 10)}  ${key.fingerprint}` +
              `${key.values === null ? '' : `  ${key.values} values`}${key.canRetire ? `  → keys retire ${key.keyNo}` : ''}`,
          );
        if (unreadable > 0) print(`${unreadable} values cannot be decrypted; "verify" names some of them.`);
      }
      return 0;
    }),
};

/** Prints a new entry for DATA_KEYS with the next free number. */
export const newKeyCommand: Command = {
  usage: '',
  run: () =>
    withDatabase(async (source, config) => {
      const registered = await registeredKeys(new Transactions(source), KINDS.encryption);
      const numbers = [...registered.map(({ keyNo }) => keyNo), ...new DataKeys(config.dataKeys).numbers];
      print(`${Math.max(0, ...numbers) + 1}:${randomBytes(32).toString('base64')}`);
      return 0;
    }),
};

/** Rotates a key while the platform is in use. It can be killed and started again at any time. */
export const rotateKeysCommand: Command = {
  usage: '(encryption [--to NUMBER] | blind-index | signing PURPOSE) [--json]',
  async run(args) {
    const { values, positionals } = readArgs(args, { to: { type: 'string' }, json: { type: 'boolean' } });
    const [kind, purpose] = positionals;
    if (kind !== 'encryption' && kind !== 'blind-index' && kind !== 'signing')
      throw new Usage('Which keys: encryption, blind-index or signing?');
    if (kind === 'signing' && !purpose) throw new Usage('Which signatures? "keys status" names them: signing/…');
    return withKeys(async (rotate, transactions) => {
      if (kind === 'signing') {
        const { keyNo } = await rotate.signing(purpose!.replace(/^signing\//, ''));
        print(values.json ? JSON.stringify({ keyNo }) : `Key ${keyNo} signs from now on.`);
        return 0;
      }
      const result =
        kind === 'encryption'
          ? await rotate.rotateEncryption(await target(transactions, values.to))
          : await rotate.blindIndex();
      const { moved, left, unreadable } = result;
      print(
        values.json
          ? JSON.stringify(result)
          : `${moved} values moved, ${left} left${unreadable > 0 ? `, ${unreadable} cannot be decrypted` : ''}.`,
      );
      return left === 0 && unreadable === 0 ? 0 : 1;
    });
  },
};

/** Retires a data key, so that processes start without it. Refuses while the key is still needed. */
export const retireKeyCommand: Command = {
  usage: 'NUMBER [--leave-unreadable]',
  async run(args) {
    const { values, positionals } = readArgs(args, { 'leave-unreadable': { type: 'boolean' } });
    const keyNo = Number(positionals[0]);
    if (!Number.isInteger(keyNo)) throw new Usage('Which data key, by its number?');
    await withKeys((rotate) => rotate.retire(keyNo, { leaveUnreadable: values['leave-unreadable'] }));
    print(`Data key ${keyNo} is retired: take it out of DATA_KEYS. Keep it as long as you keep backups of before.`);
    return 0;
  },
};

/** Returns the key named with --to, the one new configured key, or the active key of an unfinished rotation. */
async function target(transactions: Transactions, named: string | undefined): Promise<number> {
  if (named !== undefined) {
    const keyNo = Number(named);
    if (!Number.isInteger(keyNo)) throw new Usage('--to needs the number of a data key.');
    return keyNo;
  }
  const registered = await registeredKeys(transactions, KINDS.encryption);
  const known = new Set(registered.map(({ keyNo }) => keyNo));
  const fresh = new DataKeys(new Config().dataKeys).numbers.filter((keyNo) => !known.has(keyNo));
  if (fresh.length > 1) throw new Usage(`Which of the new keys ${fresh.join(', ')}? Say --to NUMBER.`);
  if (fresh[0] !== undefined) return fresh[0];
  if (registered.some(({ state }) => state === 'retiring'))
    return registered.find(({ state }) => state === 'active')!.keyNo;
  throw new Usage(
    'There is no new key. Add one to DATA_KEYS of every process ("keys new" makes one), restart them, then rotate.',
  );
}
