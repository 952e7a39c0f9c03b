import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { useFormat } from '../../../core/format';
import { Button, Facts, Skeleton } from '../../../ui';
import { checkCertificate } from './check-certificate';

type Certificate = Schemas['CertificateResponse'];
type Verdict = Certificate | 'wrong' | 'unable';

/** Verifies a scanned service certificate on this device with the platform's public keys. */
export function CertificatePage(): ReactElement {
  const { t } = useTranslation('service');
  const token = location.hash.slice(1);
  const [verdict, setVerdict] = useState<Verdict>();
  useEffect(() => {
    if (!token) return;
    void api
      .GET('/api/v1/public/service-certificates/keys')
      .then(({ keys }) => checkCertificate(token, keys))
      .then(setVerdict, () => setVerdict('unable'));
  }, [token]);
  const ask = useCommand<void, Schemas['CertificateCheckResponse']>({
    send: () => api.POST('/api/v1/public/service-certificates/checks', { body: { token } }),
    onSuccess: ({ certificate }) => setVerdict(certificate ?? 'wrong'),
  });
  return (
    <div className="stack site-narrow">
      <div className="stack-tight">
        <h1 className="title">{t('check.title')}</h1>
        <p className="soft">{t('check.lead')}</p>
      </div>
      {!token && <p className="note">{t('check.none')}</p>}
      {token && verdict === undefined && <Skeleton rows={1} />}
      {verdict === 'wrong' && (
        <p className="note note-stop" role="alert">
          {t('check.wrong')}
        </p>
      )}
      {verdict === 'unable' && (
        <>
          <p className="note note-warn">{t('check.unable')}</p>
          <Button isBusy={ask.isPending} onClick={() => ask.mutate()}>
            {t('check.ask')}
          </Button>
        </>
      )}
      {typeof verdict === 'object' && <Genuine certificate={verdict} />}
    </div>
  );
}

function Genuine({ certificate }: { certificate: Certificate }): ReactElement {
  const { t } = useTranslation('service');
  const { day } = useFormat();
  return (
    <section className="card stack">
      <p className="note note-good" role="status">
        {t('check.genuine')}
      </p>
      <Facts
        items={[
          [t('check.name'), certificate.name],
          [t('hours'), t('hoursOf', { n: certificate.hours })],
          [t('wishes'), t('wishesOf', { n: certificate.wishes })],
          [t('check.period'), `${day(certificate.fromOn)} – ${day(certificate.untilOn)}`],
          [t('check.issued'), `${certificate.issuer} · ${day(certificate.issuedOn)}`],
          [t('check.no'), certificate.no],
        ]}
      />
    </section>
  );
}
