import { registerNotice, type EventKind, type Words } from '#libs/platform';
import {
  AccountErasureAsked,
  AccountErasureRefused,
  PasswordSetWithCode,
  RecoveryStopped,
  RoleGranted,
  RoleProposed,
  RoleRevoked,
  SecondFactorForgotten,
  ActivationCodeGiven,
} from '../identity.events.js';

/** Registers a notice to people about their own account. It is sent on all their channels, even those they switched off.
 *  The text on how to stop an unwanted action is added when the message is sent, so that no notice can omit it. */
function tellOfAccount<E extends EventKind>(event: E, text: Words): E {
  registerNotice({ kind: event.name, event, text, to: null });
  return event;
}

export const ACCOUNT_NOTICES = [
  tellOfAccount(ActivationCodeGiven, {
    zh: '您的账号发出了激活码，可用来设置新密码',
    en: 'An activation code was issued for your account; it sets a new password',
  }),
  tellOfAccount(PasswordSetWithCode, {
    zh: '您的账号用激活码设置了新密码',
    en: 'A new password was set for your account with an activation code',
  }),
  tellOfAccount(SecondFactorForgotten, {
    zh: '您账号的两步验证已被解除',
    en: 'Two-factor sign-in was removed from your account',
  }),
  tellOfAccount(RecoveryStopped, {
    zh: '您账号的重置已停止，请联系所在单位核实',
    en: 'The recovery of your account was stopped; please contact your office',
  }),
  tellOfAccount(RoleProposed, {
    zh: '您被提名担任一个岗位，等待另一位上级人员确认',
    en: 'You were proposed for a role; a second person has to confirm it',
  }),
  tellOfAccount(RoleGranted, {
    zh: '您的任职已确认。登录不了时，请向上级单位领取激活码',
    en: 'Your appointment was confirmed. If you cannot sign in, ask the office above for an activation code',
  }),
  tellOfAccount(RoleRevoked, { zh: '您的一个岗位或身份已被取消', en: 'One of your roles was revoked' }),
  tellOfAccount(AccountErasureAsked, {
    zh: '您的账号申请了注销。如要撤回，请在期限内登录办理',
    en: 'The deletion of your account was requested. To withdraw the request, sign in before it is carried out',
  }),
  tellOfAccount(AccountErasureRefused, {
    zh: '您的账号暂不能注销，登录后可查看原因',
    en: 'Your account cannot be deleted yet; sign in to see why',
  }),
];

/** Also notifies the office above when a recovery is stopped. */
export const RECOVERY_STOPPED_BELOW = registerNotice({
  kind: 'RecoveryStoppedBelow',
  text: {
    zh: '有一个账号的重置被停止，请核实并联系本人',
    en: 'The recovery of an account was stopped; please check and contact the person',
  },
  to: null,
});
