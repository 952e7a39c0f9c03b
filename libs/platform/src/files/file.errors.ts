import { problem } from '../problems.js';

export const FileNotFound = problem('FILE_NOT_FOUND', 404, {
  zh: '没有这个文件，或链接已过期；请刷新页面。',
  en: 'There is no such file, or its link has expired; reload the page.',
});
export const FileKind = problem('FILE_KIND', 415, {
  zh: '请选择照片（JPEG、PNG、WebP）；票据材料也可以是 PDF。',
  en: 'Please choose a photo (JPEG, PNG, WebP); papers may be PDFs as well.',
});
export const FileTooLarge = problem('FILE_TOO_LARGE', 413, {
  zh: '文件超过 10 MB，请选小一些的。',
  en: 'The file is larger than 10 MB; please choose a smaller one.',
});
export const FileUnreadable = problem('FILE_UNREADABLE', 422, {
  zh: '这个文件打不开，可能已损坏；请换一个。',
  en: 'The file cannot be opened; it may be damaged. Please choose another.',
});
export const FileTaken = problem('FILE_TAKEN', 422, {
  zh: '这个文件不能用在这里：不是您上传的，或已用在别处。',
  en: 'The file cannot be used here: it is not your upload, or it is already used elsewhere.',
});
