<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Settings</name>
    <message>
        <source>Schema version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The form of this file. Dragoman writes it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where and how Dragoman listens.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The address that Dragoman listens on. 127.0.0.1 is this machine only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The port that clients connect to. 0 takes any free one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Web pages that may call</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Origins, such as http://localhost:3000, whose pages may use Dragoman from a browser. None by default: any web page could otherwise reach it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Names of this machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Host names under which other machines call Dragoman, when it listens on more than this machine. A request for another name is refused.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest request</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bytes of a request&apos;s body; a larger one is refused.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep-alive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seconds of silence after which a waiting client is told that work goes on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connections</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many connections may be open at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Requests per client key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many requests one client key may have in progress at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Administration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether /admin answers, to its own key only. Empty: it does for a server, and does not in the desktop application.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time to finish</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seconds that running answers get to finish when the server stops.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Providers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who serves models, by name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enabled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether requests may go to this provider.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The id of the preset that describes this provider.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Base URL</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The address of the provider&apos;s API, with or without /v1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dialect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The wire format that the provider speaks.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Authentication</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How the key is sent: in which header, or exchanged for a token first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the key is kept: keyring:NAME, env:NAME or file:/path.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>References to further keys for the same address. The next one is used while one is rejected or has reached its limit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key entered for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The scheme, host and port that the key was entered for. It is sent nowhere else: after a change of address it has to be entered again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Token URL</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where an app id and its secret are exchanged for a token.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>App id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The id that goes with the secret in a token exchange.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Extra headers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Headers sent with every request. A secret value is written as a reference: keyring:NAME, env:NAME or file:/path.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models to offer, beside those that the preset knows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>system (as the environment says), direct, or the address of an HTTP or SOCKS proxy.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect timeout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seconds to connect, TLS included; as the preset says where empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First byte timeout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seconds until the answer begins; as the preset says where empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Idle timeout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seconds of silence within an answer; as the preset says where empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quirks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Names of adjustments to switch on beside those of the preset.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your own price of a model, by its name or a glob; it wins over the catalogue.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Currency</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>USD or CNY.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Per million input tokens.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Per million output tokens.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cache read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Per million input tokens that came from the provider&apos;s cache.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cache write</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Per million input tokens that were written to the provider&apos;s cache.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Per million reasoning tokens; as output where empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As of</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The day on which you read this price, shown beside it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Profiles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How model names are mapped; there is always one named default.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rules</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first exact name wins, then the longest glob.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Client&apos;s model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A model name, or a glob such as claude-opus*.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Targets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PROVIDER/MODEL, tried in this order; the model * is the client&apos;s own name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Claude Code&apos;s families</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where opus, sonnet, haiku and fable lead, whatever their version.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Default provider</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who serves a model that no rule names.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Default model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The default provider&apos;s model for names that it does not serve.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log level</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How much is logged: debug, info, warning or error. No level logs a secret or a word of a conversation.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Logs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The log&apos;s form and size.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Form</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>text for people, json (one object a line) for programs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether the log is also kept in the profile&apos;s logs folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size of a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bytes after which a log file is set aside and a new one begun.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Files kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many log files are kept, the one that is written included.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Storage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where usage is kept, and for how long.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Database</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>postgresql+psycopg://USER@HOST/NAME for a team of gateways; a SQLite file in the data folder where empty. A password stands in DRAGOMAN_DATABASE or PGPASSFILE, never here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep usage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Days after which a request&apos;s row is deleted; its sums stay.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Money</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How money is counted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The currency of totals and of new budgets: USD or CNY.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CNY for one USD</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your rate between the two, for budgets and totals in one currency. Dragoman fetches none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where a day begins and ends, such as Asia/Shanghai; as the system says where empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Warn at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Percent of a budget at which it is told that so much is spent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Transcripts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether requests and answers are kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Record</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>off, chosen (only the users, keys and conversations named here), or all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Users</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Names of users whose requests are kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Names of client keys whose requests are kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ids of conversations that are kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Days after which a transcript is deleted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep at most</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bytes of all transcripts together, compressed; the oldest go first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest body</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bytes of one body that are kept; the rest of a longer one is not.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Desktop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tray and the windows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>system, en or zh.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>system (followed live), light or dark.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disconnect clients when quitting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether quitting puts the clients&apos; own settings back, and the next start connects them again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which desktop notifications are shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Budgets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When a budget passes one of its thresholds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failover</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When another provider than the first one answered.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rejected keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When a provider rejects its key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When the server cannot start, or stops by itself.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>No client found here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy base URL</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy snippet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clients…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy launch command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Details…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Requests…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Usage…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set up a provider…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause for an hour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models and profiles…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the default profile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The client&apos;s own name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the client&apos;s own name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model: {model}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused until {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On   {address}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finishing what runs…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Could not start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Route   no provider yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Route   {target}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{target}, then others</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{profile}: as default</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>slow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>over its limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>key rejected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not usable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rules that come first: {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Today   …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Today   {sums}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unpriced</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Budget {name}   {spent} of {limit} today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Budget {name}   {spent} of {limit} this week</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Budget {name}   {spent} of {limit} this month</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect   {names}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{client} – needs a look</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit and disconnect clients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit and disconnect {clients}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
