// An OpAMP agent around Elastic's client, steered by a test: events go to stdout as JSON lines, commands come from stdin
// as JSON lines. See README.md.
import {createHash} from 'node:crypto';
import {subscribe} from 'node:diagnostics_channel';
import {readFileSync} from 'node:fs';
import {createInterface} from 'node:readline';
import {parseArgs} from 'node:util';

import {
    AgentCapabilities,
    DIAG_CH_SEND_FAIL,
    DIAG_CH_SEND_SUCCESS,
    RemoteConfigStatuses,
    createOpAMPClient,
} from '@elastic/opamp-client-node';

const REPORT_FULL_STATE = 1n;

const {values: options} = parseArgs({
    options: {
        endpoint: {type: 'string'},
        ca: {type: 'string'},
        'poll-interval': {type: 'string', default: '1'},
        'service-name': {type: 'string', default: 'node-agent'},
        'refuse-config-containing': {type: 'string'},
    },
});

const hex = (bytes) => Buffer.from(bytes).toString('hex');
const emit = (event, fields) => process.stdout.write(JSON.stringify({event, ...fields}) + '\n');

// A uid shaped like a UUIDv7. The client keeps this very array, see `damage_uid`.
const uid = new Uint8Array(crypto.getRandomValues(new Uint8Array(16)));
new DataView(uid.buffer).setBigUint64(0, BigInt(Date.now()) << 16n | 0x7000n);
uid[8] = (uid[8] & 0x3f) | 0x80;
const healthyUid = uid.slice();

let connected = false;
subscribe(DIAG_CH_SEND_SUCCESS, ({s2a}) => {
    // Every answered poll is a success; only the first after a failure is news.
    if (!connected) {
        connected = true;
        emit('connected', {});
    }
    if (s2a.flags & REPORT_FULL_STATE) {
        emit('full_state_requested', {});
    }
});
subscribe(DIAG_CH_SEND_FAIL, ({err}) => {
    connected = false;
    emit('failed', {text: String(err)});
});

const client = createOpAMPClient({
    endpoint: options.endpoint,
    connect: {ca: readFileSync(options.ca)},
    instanceUid: uid,
    heartbeatIntervalSeconds: Number(options['poll-interval']),
    capabilities:
        AgentCapabilities.AgentCapabilities_AcceptsRemoteConfig |
        AgentCapabilities.AgentCapabilities_ReportsRemoteConfig,
    diagEnabled: true,
    onMessage: ({remoteConfig}) => {
        if (remoteConfig) {
            apply(remoteConfig);
        }
    },
});

function apply({config, configHash}) {
    const files = {};
    const unwanted = options['refuse-config-containing'];
    let refused = false;
    for (const [name, {body, contentType}] of Object.entries(config.configMap)) {
        const sha256 = createHash('sha256').update(body).digest('hex');
        files[name] = {size: body.length, sha256, content_type: contentType};
        refused ||= unwanted !== undefined && Buffer.from(body).includes(unwanted);
    }
    emit('remote_config', {hash: hex(configHash), files, refused});
    const {RemoteConfigStatuses_APPLIED, RemoteConfigStatuses_FAILED} = RemoteConfigStatuses;
    client.setRemoteConfigStatus({
        lastRemoteConfigHash: configHash,
        status: refused ? RemoteConfigStatuses_FAILED : RemoteConfigStatuses_APPLIED,
        errorMessage: refused ? `refused: the config contains "${unwanted}"` : '',
    });
}

client.setAgentDescription({
    identifyingAttributes: {'service.name': options['service-name'], 'service.version': '1.0.0'},
    nonIdentifyingAttributes: {'process.runtime.name': 'nodejs'},
});
client.start();
const text = hex(uid).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
emit('started', {uid: text});

for await (const line of createInterface({input: process.stdin})) {
    const {cmd} = JSON.parse(line);
    if (cmd === 'stop') {
        break;
    } else if (cmd === 'damage_uid') {
        uid.fill(0);
    } else if (cmd === 'repair_uid') {
        uid.set(healthyUid);
    } else {
        emit('bad_command', {text: `unknown command ${cmd}`});
    }
}
// The end of stdin is a stop: no agent outlives the test that started it.
await client.shutdown();
emit('stopped', {});
