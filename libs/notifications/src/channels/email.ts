import { SEND_TIMEOUT_MS, type Channel } from './channel.js';
import { causeOf } from './http-call.js';

export interface EmailSettings {
  host: string;
  port: number;
  /** TLS from the first byte; otherwise the connection must be upgraded (STARTTLS) before anything is sent. */
  isSecure: boolean;
  user: string | null;
  password: string | null;
  from: string;
  /** Without TLS; for a server in the district's own network. */
  isPlain?: boolean;
  timeoutMs?: number;
}
export interface EmailAddress {
  email: string;
}

/** SMTP. The Message-ID is derived from the delivery's id, so that a mailbox can recognise a duplicate. */
export const email: Channel<EmailSettings, EmailAddress> = {
  guarantee: 'once-at-least',

  async send({ host, port, isSecure, user, password, from, isPlain, timeoutMs = SEND_TIMEOUT_MS }, to, message) {
    const { createTransport } = await import('nodemailer');
    const transport = createTransport({
      host,
      port,
      secure: isSecure,
      requireTLS: !isSecure && !isPlain,
      ignoreTLS: Boolean(isPlain),
      auth: user ? { user, pass: password ?? '' } : undefined,
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
    });
    try {
      const { response } = await transport.sendMail({
        from,
        to: to.email,
        subject: message.title,
        text: `${message.text}\n\n${message.url}\n`,
        messageId: `<${message.key}@micro-wish>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
      return { result: 'sent', reference: response.slice(0, 100) };
    } catch (error) {
      const { responseCode } = error as { responseCode?: number };
      // RFC 5321, 4.2.1: 4yz may be tried again, 5yz may not.
      if (responseCode && responseCode >= 500) return { result: 'refused', cause: `SMTP ${responseCode}` };
      return { result: 'later', cause: responseCode ? `SMTP ${responseCode}` : causeOf(error) };
    } finally {
      transport.close();
    }
  },
};
