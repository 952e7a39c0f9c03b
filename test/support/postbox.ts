import { SMTPServer } from 'smtp-server';

export interface Mail {
  to: string;
  /** Subject and text as people read them. */
  text: string;
}

/** A real SMTP server on this machine that puts every mail into a list. `refusal`: the code with which it refuses the next one. */
export async function openPostbox(
  mails: Mail[],
  refusal: () => number | undefined = () => undefined,
): Promise<SMTPServer> {
  const postbox = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onRcptTo(_address, _session, done) {
      const responseCode = refusal();
      done(responseCode ? Object.assign(new Error('no'), { responseCode }) : undefined);
    },
    onData(stream, session, done) {
      let raw = '';
      stream.on('data', (part: Buffer) => (raw += part.toString()));
      stream.on('end', () => {
        mails.push({ to: session.envelope.rcptTo[0]!.address, text: wordsOf(raw) });
        done();
      });
    },
  });
  await new Promise<void>((resume) => postbox.listen(0, '127.0.0.1', resume));
  return postbox;
}

function wordsOf(raw: string): string {
  const [head = '', ...rest] = raw.split('\r\n\r\n');
  const subject = head.replaceAll(/=\?UTF-8\?([BQ])\?(.*?)\?=(?:\r\n )?/gi, (_, kind: string, text: string) =>
    kind.toUpperCase() === 'B' ? Buffer.from(text, 'base64').toString() : quoted(text.replaceAll('_', ' ')),
  );
  const body = rest.join('\r\n\r\n');
  const isBase64 = /transfer-encoding: base64/i.test(head);
  return `${subject}\n${isBase64 ? Buffer.from(body, 'base64').toString() : quoted(body.replaceAll('=\r\n', ''))}`;
}
const quoted = (text: string): string =>
  Buffer.from(
    text.replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8');
