import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { useFormat } from '../../../core/format';
import { Button } from '../../../ui';
import { WishSummary } from '../../wish/wish-summary';
import { Reasons } from './match-reasons';

type Invitation = Schemas['InvitationResponse'];
const TOUCHES = [['invitations'], ['claims'], ['feed'], ['inbox']];

/** The reader's open invitations, above the claims; shows nothing if there are none. */
export function Invitations(): ReactElement | null {
  const { t } = useTranslation('claims');
  const { data } = useQuery({
    queryKey: ['invitations'],
    queryFn: async () => (await api.GET('/api/v1/me/invitations')).items,
  });
  if (!data || data.length === 0) return null;
  return (
    <section className="stack" aria-label={t('invitation.title')}>
      {data.map((invitation) => (
        <InvitationCard key={invitation.id} invitation={invitation} />
      ))}
    </section>
  );
}

function InvitationCard({ invitation }: { invitation: Invitation }): ReactElement {
  const { t } = useTranslation('claims');
  const { time } = useFormat();
  const path = { invitationId: invitation.id };
  const accept = useCommand({
    send: (_, headers) =>
      api.POST('/api/v1/invitations/{invitationId}/acceptance', {
        params: { path },
        headers,
        body: {},
      }),
    invalidates: TOUCHES,
    successMessage: t('invitation.accepted'),
  });
  const decline = useCommand({
    send: (_, headers) => api.POST('/api/v1/invitations/{invitationId}/decline', { params: { path }, headers }),
    invalidates: TOUCHES,
    successMessage: t('invitation.declined'),
  });
  return (
    <article className="card stack next-step">
      <p className="heading">{t('invitation.title')}</p>
      <WishSummary wish={invitation.wish}>
        <Reasons match={invitation} />
      </WishSummary>
      <div className="row">
        {invitation.allowedSteps.includes('accept') && (
          <Button variant="primary" icon="hands" isBusy={accept.isPending} onClick={() => accept.mutate()}>
            {t('invitation.accept')}
          </Button>
        )}
        {invitation.allowedSteps.includes('decline') && (
          <Button isBusy={decline.isPending} onClick={() => decline.mutate()}>
            {t('invitation.decline')}
          </Button>
        )}
      </div>
      <p className="small soft">{t('invitation.promise')}</p>
      <p className="small soft">{t('invitation.answerBy', { when: time(invitation.answerBy) })}</p>
    </article>
  );
}
