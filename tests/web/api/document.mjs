// The served OpenAPI document, and whether answers are what it says.
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

export class Document {
  constructor(text) {
    this.text = text;
    this.json = JSON.parse(text);
    this.ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true });
    addFormats(this.ajv);
    this.ajv.addSchema(this.json, 'gdo');
    this.validators = new Map();
  }

  operations() {
    return Object.entries(this.json.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation })));
  }

  // The schema of an answer, as a pointer into the document; throws where none is described.
  pointer(path, method, status, type) {
    const escape = (part) => part.replaceAll('~', '~0').replaceAll('/', '~1');
    const at = ['paths', path, method, 'responses', String(status)];
    const answers = this.json.paths[path]?.[method]?.responses ?? {};
    if (!(status in answers)) at[4] = 'default';
    if (!answers[at[4]]) throw new Error(`${method} ${path} has no answer ${status}`);
    let response = answers[at[4]];
    if (response.$ref) {
      at.splice(0, at.length, ...response.$ref.slice(2).split('/'));
      response = at.reduce((part, name) => part[name], this.json);
    }
    if (!response.content) return null;
    if (!response.content[type]) throw new Error(`${method} ${path} ${status} is described without ${type}`);
    return `gdo#/${[...at, 'content', type, 'schema'].map((part) => encodeURIComponent(escape(part))).join('/')}`;
  }

  // What is wrong with an answer; empty = nothing.
  faults(path, method, { status, type, body }) {
    const pointer = this.pointer(path, method, status, type);
    if (!pointer || !type.endsWith('json')) return [];
    if (!this.validators.has(pointer)) this.validators.set(pointer, this.ajv.compile({ $ref: pointer }));
    const validate = this.validators.get(pointer);
    if (validate(JSON.parse(body))) return [];
    return validate.errors.map((error) => `${error.instancePath} ${error.message}`);
  }

  // Columns that a row has and its schema does not.
  undocumented(resource, row) {
    const known = this.json.components.schemas[resource].properties;
    return Object.keys(row).filter((name) => !(name in known));
  }
}

export async function answerOf(response) {
  const type = (response.headers.get('content-type') ?? '').split(';')[0];
  return { status: response.status, type, body: await response.text(), headers: response.headers };
}
