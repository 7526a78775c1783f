// Sends one file to the server: gives where it lies there, or what kept it from getting there.
const sending = (() => {
  const REFUSED = { 413: 'too_large', 507: 'no_room' };

  const send = (file, onShare) => {
    const form = new FormData();
    form.append('files', file, file.name);
    const request = new XMLHttpRequest();
    const sent = new Promise((settle) => {
      request.upload.addEventListener('progress', ({ loaded, total }) => onShare(total ? loaded / total : 0));
      request.addEventListener('load', () => {
        if (request.status === 200) settle({ path: JSON.parse(request.responseText)[0] });
        else settle({ failure: REFUSED[request.status] ?? 'unsent' });
      });
      request.addEventListener('error', () => settle({ failure: 'unsent' }));
      request.addEventListener('abort', () => settle({ failure: 'stopped' }));
    });
    const { root: address, api_prefix: prefix } = window.gradio_config;
    request.open('POST', `${address}${prefix}/upload`);
    request.send(form);
    return { sent, abort: () => request.abort() };
  };

  return { send };
})();
