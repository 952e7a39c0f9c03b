import { problem } from '../problems.js';

export const FileNotFound = problem('FILE_NOT_FOUND', 404, {
  zh: '没有这个文件，或链接已过期；请刷新页面。',
  en: 'There is no such file, or its link has expired; reload the page.',
});
export const FileKind = problem('FILE_KIND', 415, {
  zh: '请选择照片：JPEG、PNG 或 WebP。',
  en: 'Please choose a photo: JPEG, PNG or WebP.',
});
export const FileTooLarge = problem('FILE_TOO_LARGE', 413, {
  zh: '照片超过 10 MB，请选一张小一些的。',
  en: 'The photo is larger than 10 MB; please choose a smaller one.',
});
export const FileUnreadable = problem('FILE_UNREADABLE', 422, {
  zh: '这张照片打不开，可能已损坏；请换一张。',
  en: 'The photo cannot be opened; it may be damaged. Please choose another.',
});
export const FileTaken = problem('FILE_TAKEN', 422, {
  zh: '这张照片不能用在这里：不是您上传的，或已用在别处。',
  en: 'The photo cannot be used here: it is not yours, or it was used elsewhere.',
});
