<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Budgets</name>
    <message>
        <source>Choose whom this budget is for.</source>
        <translation>请选择这份预算针对谁。</translation>
    </message>
    <message>
        <source>A budget was added</source>
        <translation>已添加一份预算</translation>
    </message>
    <message>
        <source>A budget was removed</source>
        <translation>已移除一份预算</translation>
    </message>
    <message>
        <source>The budget was removed.</source>
        <translation>这份预算已移除。</translation>
    </message>
    <message>
        <source>Currency {name}</source>
        <translation>货币：{name}</translation>
    </message>
    <message>
        <source>Rate {value}</source>
        <translation>汇率：{value}</translation>
    </message>
    <message>
        <source>Warnings of budgets</source>
        <translation>预算提醒</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>时区</translation>
    </message>
    <message>
        <source>Price of {model}</source>
        <translation>{model} 的价格</translation>
    </message>
    <message>
        <source>No price of one&apos;s own for {model}</source>
        <translation>{model} 不再有自定价格</translation>
    </message>
    <message>
        <source>A budget was switched on</source>
        <translation>已启用一份预算</translation>
    </message>
    <message>
        <source>A budget was switched off</source>
        <translation>已停用一份预算</translation>
    </message>
    <message>
        <source>A budget was changed</source>
        <translation>已修改一份预算</translation>
    </message>
    <message>
        <source>Percents from 1 to 100, with commas between them: 50, 80, 100</source>
        <translation>1 到 100 的百分比，用逗号分隔：50, 80, 100</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>限额</translation>
    </message>
    <message>
        <source>Stop requests when it is spent</source>
        <translation>用完后停止请求</translation>
    </message>
    <message>
        <source>Off, it only warns. On, requests get a clear refusal.</source>
        <translation>关闭时只提醒；打开后，请求会被明确拒绝。</translation>
    </message>
    <message>
        <source>Switched on</source>
        <translation>已启用</translation>
    </message>
    <message>
        <source>A new budget</source>
        <translation>新预算</translation>
    </message>
    <message>
        <source>For one</source>
        <translation>针对</translation>
    </message>
    <message>
        <source>Which</source>
        <translation>具体对象</translation>
    </message>
    <message>
        <source>In every</source>
        <translation>周期</translation>
    </message>
    <message>
        <source>What the current period has cost already counts.</source>
        <translation>本周期已花的钱会计入。</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>There is none yet. People and keys are on their own page.</source>
        <translation>还没有可选的。用户和密钥在它们自己的页面里。</translation>
    </message>
    <message>
        <source>Money</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>Currency</source>
        <translation>货币</translation>
    </message>
    <message>
        <source>Of totals and of new budgets.</source>
        <translation>用于合计和新预算。</translation>
    </message>
    <message>
        <source>CNY for one USD</source>
        <translation>1 美元合多少人民币</translation>
    </message>
    <message>
        <source>Your rate, for budgets and totals in one currency. Dragoman fetches none.</source>
        <translation>你自己的汇率，用于把预算和合计换成一种货币。Dragoman 不会联网获取。</translation>
    </message>
    <message>
        <source>Warn at</source>
        <translation>提醒阈值</translation>
    </message>
    <message>
        <source>Percents of a budget, with commas between them.</source>
        <translation>预算的百分比，用逗号分隔。</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Where a day begins and ends, such as Asia/Shanghai.</source>
        <translation>一天从哪里的零点开始，例如 Asia/Shanghai。</translation>
    </message>
    <message>
        <source>Budgets and prices</source>
        <translation>预算与价格</translation>
    </message>
    <message>
        <source>What may be spent, and what your models cost.</source>
        <translation>可以花多少钱，以及各模型的价格。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Add a budget</source>
        <translation>添加预算</translation>
    </message>
    <message>
        <source>Budgets</source>
        <translation>预算</translation>
    </message>
    <message>
        <source>No budgets yet</source>
        <translation>还没有预算</translation>
    </message>
    <message>
        <source>A budget warns you in time, or stops requests, when a person, a key, a profile or a provider has spent a day&apos;s, a week&apos;s or a month&apos;s money.</source>
        <translation>当一个用户、密钥、配置档或服务商花完一天、一周或一个月的钱时，预算会及时提醒你，或停止请求。</translation>
    </message>
    <message>
        <source>Your own price, per million tokens</source>
        <translation>你自己的价格，按每百万 token 计</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>A name, or a pattern with * for many.</source>
        <translation>一个名称，或用 * 匹配多个的模式。</translation>
    </message>
    <message>
        <source>as input</source>
        <translation>与输入相同</translation>
    </message>
    <message>
        <source>as output</source>
        <translation>与输出相同</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Input from the cache</source>
        <translation>来自缓存的输入</translation>
    </message>
    <message>
        <source>Input written to the cache</source>
        <translation>写入缓存的输入</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>推理</translation>
    </message>
    <message>
        <source>Save price</source>
        <translation>保存价格</translation>
    </message>
    <message>
        <source>Say which model this is the price of.</source>
        <translation>请说明这是哪个模型的价格。</translation>
    </message>
    <message>
        <source>A price needs this one.</source>
        <translation>价格必须有这一项。</translation>
    </message>
    <message>
        <source>This is no number.</source>
        <translation>这不是数字。</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>服务商</translation>
    </message>
    <message>
        <source>Set a price</source>
        <translation>设定价格</translation>
    </message>
    <message>
        <source>Prices</source>
        <translation>价格</translation>
    </message>
    <message>
        <source>Per million tokens. Your own price wins; a model without any is counted as unpriced, never as free.</source>
        <translation>按每百万 token 计。你自己的价格优先；没有价格的模型记为“未计价”，绝不算作免费。</translation>
    </message>
    <message>
        <source>Cached</source>
        <translation>缓存</translation>
    </message>
    <message>
        <source>Who says so</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Set own price</source>
        <translation>设定自定价格</translation>
    </message>
    <message>
        <source>Remove own price</source>
        <translation>移除自定价格</translation>
    </message>
    <message>
        <source>There are no providers yet. Add one, and its prices are here.</source>
        <translation>还没有服务商。添加一个之后，它的价格会出现在这里。</translation>
    </message>
    <message>
        <source>This provider offers no models yet.</source>
        <translation>这个服务商还没有提供模型。</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>配置档</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>天</translation>
    </message>
    <message>
        <source>Week</source>
        <translation>周</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>月</translation>
    </message>
    <message>
        <source>{scope}: {name}</source>
        <translation>{scope}：{name}</translation>
    </message>
    <message>
        <source>{spent} of {limit} today ({share})</source>
        <translation>今天已花 {spent}，共 {limit}（{share}）</translation>
    </message>
    <message>
        <source>{spent} of {limit} this week ({share})</source>
        <translation>本周已花 {spent}，共 {limit}（{share}）</translation>
    </message>
    <message>
        <source>{spent} of {limit} this month ({share})</source>
        <translation>本月已花 {spent}，共 {limit}（{share}）</translation>
    </message>
    <message>
        <source>Begins anew {time}</source>
        <translation>{time} 重新开始</translation>
    </message>
    <message>
        <source>Switched off</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>Spent: requests are refused</source>
        <translation>已用完：请求会被拒绝</translation>
    </message>
    <message>
        <source>Spent</source>
        <translation>已用完</translation>
    </message>
    <message>
        <source>Stops requests</source>
        <translation>停止请求</translation>
    </message>
    <message>
        <source>Only warns</source>
        <translation>只提醒</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Nobody knows: counted as unpriced</source>
        <translation>没有人知道：记为未计价</translation>
    </message>
    <message>
        <source>Yours</source>
        <translation>自定</translation>
    </message>
</context>
<context>
    <name>Clients</name>
    <message>
        <source>{client} uses the profile {profile}</source>
        <translation>{client} 使用配置档 {profile}</translation>
    </message>
    <message>
        <source>{client} was disconnected</source>
        <translation>{client} 已断开</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation>断开</translation>
    </message>
    <message>
        <source>Connect again</source>
        <translation>重新连接</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>Not working?</source>
        <translation>不起作用？</translation>
    </message>
    <message>
        <source>Change connection</source>
        <translation>更改连接</translation>
    </message>
    <message>
        <source>Show its request</source>
        <translation>查看它的请求</translation>
    </message>
    <message>
        <source>Stop waiting</source>
        <translation>不再等待</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Nothing stands in its way.</source>
        <translation>没有发现任何障碍。</translation>
    </message>
    <message>
        <source>Put back: {files}</source>
        <translation>已恢复：{files}</translation>
    </message>
    <message>
        <source>It had changed no file.</source>
        <translation>它没有改动过任何文件。</translation>
    </message>
    <message>
        <source>Left alone, because it is no longer ours:</source>
        <translation>未动，因为已不再是我们写入的：</translation>
    </message>
    <message>
        <source>Clients</source>
        <translation>客户端</translation>
    </message>
    <message>
        <source>Programs on this machine that can use your providers through Dragoman. Each gets a key of its own.</source>
        <translation>本机上可以通过 Dragoman 使用你的服务商的程序。每个都有自己的密钥。</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>重新查找</translation>
    </message>
    <message>
        <source>No client that Dragoman knows was found here. Any program that takes an address and a key can use it all the same.</source>
        <translation>没有找到 Dragoman 认识的客户端。不过，任何能填写地址和密钥的程序都可以使用它。</translation>
    </message>
    <message>
        <source>Copy key</source>
        <translation>复制密钥</translation>
    </message>
    <message>
        <source>Not found on this machine:</source>
        <translation>本机上没有找到：</translation>
    </message>
    <message>
        <source>Documentation</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>Documentation of {client}</source>
        <translation>{client} 的文档</translation>
    </message>
    <message>
        <source>Any other program</source>
        <translation>任何其他程序</translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation>复制地址</translation>
    </message>
    <message>
        <source>Whatever takes an address and a key can use it, as if it were OpenAI (with /v1 behind it), Anthropic or Gemini (without).</source>
        <translation>能填写地址和密钥的程序都可以使用它，就像使用 OpenAI（末尾加 /v1）、Anthropic 或 Gemini（不加）一样。</translation>
    </message>
    <message>
        <source>Ready text for SDKs and shells</source>
        <translation>SDK 和 shell 的现成文本</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>配置档</translation>
    </message>
    <message>
        <source>For</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>Ready text</source>
        <translation>现成文本</translation>
    </message>
    <message>
        <source>Copy text</source>
        <translation>复制文本</translation>
    </message>
    <message>
        <source>It holds a key: keep it out of repositories.</source>
        <translation>其中含有密钥：不要放进代码仓库。</translation>
    </message>
    <message>
        <source>It decides which models this client gets.</source>
        <translation>它决定这个客户端用到哪些模型。</translation>
    </message>
    <message>
        <source>Copy launch command</source>
        <translation>复制启动命令</translation>
    </message>
    <message>
        <source>Write profile file</source>
        <translation>写入配置文件</translation>
    </message>
    <message>
        <source>Show what changes</source>
        <translation>查看会改什么</translation>
    </message>
    <message>
        <source>Only when started by a command</source>
        <translation>仅在用命令启动时</translation>
    </message>
    <message>
        <source>No file is touched. The command holds this client&apos;s key.</source>
        <translation>不改动任何文件。命令中含有这个客户端的密钥。</translation>
    </message>
    <message>
        <source>By a file of Dragoman&apos;s own</source>
        <translation>用 Dragoman 自己的文件</translation>
    </message>
    <message>
        <source>Its own settings stay as they are; it is told of our file.</source>
        <translation>它自己的设置保持不变；启动时告诉它使用我们的文件。</translation>
    </message>
    <message>
        <source>By default</source>
        <translation>默认使用</translation>
    </message>
    <message>
        <source>Changes single keys in {files} and nothing else. Disconnect puts them back.</source>
        <translation>只改动 {files} 中的个别键，别的都不动。断开时会恢复。</translation>
    </message>
    <message>
        <source>Make default</source>
        <translation>设为默认</translation>
    </message>
    <message>
        <source>Leave it as it is</source>
        <translation>保持原样</translation>
    </message>
    <message>
        <source>{path} will change:</source>
        <translation>{path} 将会改动：</translation>
    </message>
    <message>
        <source>{path} will be made:</source>
        <translation>{path} 将会新建：</translation>
    </message>
    <message>
        <source>{path} is as it should be.</source>
        <translation>{path} 已经是应有的样子。</translation>
    </message>
    <message>
        <source>Needs connecting again</source>
        <translation>需要重新连接</translation>
    </message>
    <message>
        <source>Connected by default</source>
        <translation>已默认连接</translation>
    </message>
    <message>
        <source>Connected by a profile file</source>
        <translation>已通过配置文件连接</translation>
    </message>
    <message>
        <source>By launch command</source>
        <translation>通过启动命令</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>未连接</translation>
    </message>
    <message>
        <source>It uses Dragoman whenever you start it.</source>
        <translation>每次启动它都会使用 Dragoman。</translation>
    </message>
    <message>
        <source>It uses Dragoman when you start it with our file: copy the launch command.</source>
        <translation>用我们的文件启动时它会使用 Dragoman：请复制启动命令。</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>启动</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>Dragoman cannot start</source>
        <translation>Dragoman 无法启动</translation>
    </message>
    <message>
        <source>At most {number}.</source>
        <translation>最大为 {number}。</translation>
    </message>
    <message>
        <source>Less than {number}.</source>
        <translation>必须小于 {number}。</translation>
    </message>
    <message>
        <source>At least {number}.</source>
        <translation>最小为 {number}。</translation>
    </message>
    <message>
        <source>More than {number}.</source>
        <translation>必须大于 {number}。</translation>
    </message>
    <message>
        <source>An origin is scheme://host or scheme://host:port, and nothing behind it</source>
        <translation>来源的写法是 scheme://host 或 scheme://host:port，后面不能再有内容</translation>
    </message>
    <message>
        <source>A host is a name or an address, without http:// and without a path</source>
        <translation>这里填主机名或地址，不带 http:// 和路径</translation>
    </message>
    <message>
        <source>It is the name of a time zone, such as Asia/Shanghai or Europe/Berlin</source>
        <translation>这里填时区名，例如 Asia/Shanghai 或 Europe/Berlin</translation>
    </message>
    <message>
        <source>It is postgresql+psycopg://USER@HOST/NAME, or sqlite:///PATH for a file</source>
        <translation>写法是 postgresql+psycopg://USER@HOST/NAME，或用 sqlite:///PATH 表示文件</translation>
    </message>
    <message>
        <source>No password belongs here: set the whole URL as DRAGOMAN_DATABASE, or keep the password in PGPASSFILE</source>
        <translation>这里不能写密码：请用 DRAGOMAN_DATABASE 给出完整网址，或把密码放在 PGPASSFILE 中</translation>
    </message>
    <message>
        <source>It is one line, without control characters</source>
        <translation>只能是一行，不含控制字符</translation>
    </message>
    <message>
        <source>This is no number.</source>
        <translation>这不是数字。</translation>
    </message>
    <message>
        <source>This is no whole number.</source>
        <translation>这不是整数。</translation>
    </message>
    <message>
        <source>This is needed.</source>
        <translation>此项必填。</translation>
    </message>
    <message>
        <source>The header {name} holds a secret: write where it is instead (keyring:NAME, env:NAME or file:/path).</source>
        <translation>请求头 {name} 含有机密：请改写它的位置（keyring:NAME、env:NAME 或 file:/path）。</translation>
    </message>
    <message>
        <source>The header {name} is set by Dragoman itself.</source>
        <translation>请求头 {name} 由 Dragoman 自己设置。</translation>
    </message>
    <message>
        <source>The value of the header {name} is one line, without control characters.</source>
        <translation>请求头 {name} 的值只能是一行，不能有控制字符。</translation>
    </message>
    <message>
        <source>A header&apos;s name has letters, digits and &apos;-&apos; only.</source>
        <translation>请求头的名称只能包含字母、数字和“-”。</translation>
    </message>
    <message>
        <source>A proxy is an address such as http://host:3128 or socks5://host:1080, without a user name or password.</source>
        <translation>代理是形如 http://host:3128 或 socks5://host:1080 的地址，不含用户名和密码。</translation>
    </message>
    <message>
        <source>A name has lower-case letters, digits, &apos;.&apos;, &apos;_&apos; and &apos;-&apos;; 64 at most.</source>
        <translation>名称只能包含小写字母、数字、“.”“_”和“-”，最多 64 个字符。</translation>
    </message>
    <message>
        <source>The address has a space or a character in it that no URL has.</source>
        <translation>地址中有空格或网址里不会出现的字符。</translation>
    </message>
    <message>
        <source>The address must begin with https:// (or http:// for your own machine).</source>
        <translation>地址必须以 https:// 开头（本机可用 http://）。</translation>
    </message>
    <message>
        <source>The address names no host, or port 0.</source>
        <translation>地址没有写主机，或端口为 0。</translation>
    </message>
    <message>
        <source>The address holds a user name or a password. Leave it out; the key is kept apart.</source>
        <translation>地址里有用户名或密码。请去掉；密钥另外保存。</translation>
    </message>
    <message>
        <source>The address must end before the first &apos;?&apos; or &apos;#&apos;.</source>
        <translation>地址到第一个“?”或“#”之前为止。</translation>
    </message>
    <message>
        <source>The built-in provider needs no network.</source>
        <translation>内置服务商不需要网络。</translation>
    </message>
    <message>
        <source>{name} lists no models.</source>
        <translation>{name} 没有列出任何模型。</translation>
    </message>
    <message>
        <source>Name one: dragoman model map &apos;*&apos; {name}/MODEL</source>
        <translation>请指定一个：dragoman model map &apos;*&apos; {name}/MODEL</translation>
    </message>
    <message>
        <source>{model} makes vectors of {numbers} numbers.</source>
        <translation>{model} 生成 {numbers} 维向量。</translation>
    </message>
    <message>
        <source>{name} makes no embeddings in its format.</source>
        <translation>{name} 的协议不提供向量嵌入。</translation>
    </message>
    <message>
        <source>{model} answers.</source>
        <translation>{model} 能够应答。</translation>
    </message>
    <message>
        <source>Enter it again: dragoman provider add {name} --key-stdin</source>
        <translation>请重新输入：dragoman provider add {name} --key-stdin</translation>
    </message>
    <message>
        <source>{host} is asked through a proxy.</source>
        <translation>{host} 通过代理访问。</translation>
    </message>
    <message>
        <source>{host}:{port} does not answer. Is its address right?</source>
        <translation>{host}:{port} 没有应答。地址对吗？</translation>
    </message>
    <message>
        <source>There is no host {host}, or no name server answers. Is its address right?</source>
        <translation>找不到主机 {host}，或者域名服务器没有应答。地址对吗？</translation>
    </message>
    <message>
        <source>Nothing listens at {host}:{port}. Is the server running, and the port right?</source>
        <translation>{host}:{port} 上没有程序在监听。服务器启动了吗？端口对吗？</translation>
    </message>
    <message>
        <source>{host}:{port} cannot be reached: {reason}.</source>
        <translation>无法连接 {host}:{port}：{reason}。</translation>
    </message>
    <message>
        <source>{host}:{port} can be reached.</source>
        <translation>{host}:{port} 可以连接。</translation>
    </message>
    <message>
        <source>No secure connection to {host}: {reason}</source>
        <translation>无法与 {host} 建立安全连接：{reason}</translation>
    </message>
    <message>
        <source>The certificate is good.</source>
        <translation>证书有效。</translation>
    </message>
    <message>
        <source>{what}; {count} models are listed.</source>
        <translation>{what}；列出了 {count} 个模型。</translation>
    </message>
    <message>
        <source>It sends its answers whole: clients see nothing until they are complete.</source>
        <translation>它一次性发送整个回答：完成之前客户端什么也看不到。</translation>
    </message>
    <message>
        <source>It streams, but reports no tokens: they are estimated.</source>
        <translation>它支持流式输出，但不报告 token 数：数量为估算。</translation>
    </message>
    <message>
        <source>It streams, and reports its tokens ({count}).</source>
        <translation>它支持流式输出，并报告 token 数（{count}）。</translation>
    </message>
    <message>
        <source>{model} is known to take no tools.</source>
        <translation>已知 {model} 不支持工具。</translation>
    </message>
    <message>
        <source>{model} calls a tool when it is asked to.</source>
        <translation>{model} 会按要求调用工具。</translation>
    </message>
    <message>
        <source>{model} answered in words where it should have called a tool. Claude Code and other agents need a model that calls tools.</source>
        <translation>{model} 本该调用工具，却用文字作答。Claude Code 等智能体需要会调用工具的模型。</translation>
    </message>
    <message>
        <source>{provider} rejected the key that Dragoman holds for it ({message}).</source>
        <translation>{provider} 拒绝了 Dragoman 为它保存的密钥（{message}）。</translation>
    </message>
    <message>
        <source>Check it with: dragoman provider test {provider}</source>
        <translation>请检查：dragoman provider test {provider}</translation>
    </message>
    <message>
        <source>{name} sent an answer of more than {limit} bytes.</source>
        <translation>{name} 发来的回答超过 {limit} 字节。</translation>
    </message>
    <message>
        <source>{name} redirects to {where}. Nothing was sent there. If that is its address, set it as the provider&apos;s base URL.</source>
        <translation>{name} 转向了 {where}。没有向那里发送任何内容。如果那就是它的地址，请把它设为服务商的地址。</translation>
    </message>
    <message>
        <source>{name}: no secure connection to {where}: {reason}</source>
        <translation>{name}：无法与 {where} 建立安全连接：{reason}</translation>
    </message>
    <message>
        <source>{name}: the proxy at {proxy} does not let us through to {where}.</source>
        <translation>{name}：代理 {proxy} 不允许访问 {where}。</translation>
    </message>
    <message>
        <source>{name}: there is no host {where}, or no name server answers.</source>
        <translation>{name}：找不到主机 {where}，或者域名服务器没有应答。</translation>
    </message>
    <message>
        <source>{name}: {where} did not accept a connection in {seconds} s.</source>
        <translation>{name}：{where} 在 {seconds} 秒内没有接受连接。</translation>
    </message>
    <message>
        <source>{name}: nothing answers at {where} ({reason}).</source>
        <translation>{name}：{where} 没有应答（{reason}）。</translation>
    </message>
    <message>
        <source>{name} did not begin to answer in {seconds} s.</source>
        <translation>{name} 在 {seconds} 秒内没有开始回答。</translation>
    </message>
    <message>
        <source>{name}: the address of the proxy on the way to {where} cannot be used.</source>
        <translation>{name}：通往 {where} 的代理地址无法使用。</translation>
    </message>
    <message>
        <source>{name} answered with something that is not HTTP.</source>
        <translation>{name} 的应答不是 HTTP。</translation>
    </message>
    <message>
        <source>{name} closed the connection before it answered.</source>
        <translation>{name} 还没有回答就关闭了连接。</translation>
    </message>
    <message>
        <source>{name} fell silent for {seconds} s in the middle of its answer.</source>
        <translation>{name} 在回答中途沉默了 {seconds} 秒。</translation>
    </message>
    <message>
        <source>{name} broke the connection in the middle of its answer.</source>
        <translation>{name} 在回答中途断开了连接。</translation>
    </message>
    <message>
        <source>its certificate has expired, or this machine&apos;s clock is wrong.</source>
        <translation>它的证书已过期，或者本机的时钟不准。</translation>
    </message>
    <message>
        <source>its certificate is not valid yet; is this machine&apos;s clock right?</source>
        <translation>它的证书尚未生效；本机的时钟准吗？</translation>
    </message>
    <message>
        <source>its certificate was made for another host.</source>
        <translation>它的证书属于另一台主机。</translation>
    </message>
    <message>
        <source>its certificate comes from an issuer that this machine does not know.</source>
        <translation>它的证书由本机不认识的机构签发。</translation>
    </message>
    <message>
        <source>it does not speak TLS there as it should.</source>
        <translation>那里的 TLS 不正常。</translation>
    </message>
    <message>
        <source>The provider {name} has no key.</source>
        <translation>服务商 {name} 没有密钥。</translation>
    </message>
    <message>
        <source>Give it one: dragoman provider add {name} --key-stdin</source>
        <translation>请添加：dragoman provider add {name} --key-stdin</translation>
    </message>
    <message>
        <source>The provider {name} has a key that was entered for {origin}, and its address is now {address}. Enter the key again if it belongs there.</source>
        <translation>服务商 {name} 的密钥是为 {origin} 输入的，而它现在的地址是 {address}。如果密钥属于那里，请重新输入。</translation>
    </message>
    <message>
        <source>The provider {name} cannot be given its key. {error}</source>
        <translation>无法取得服务商 {name} 的密钥。{error}</translation>
    </message>
    <message>
        <source>The provider {name} needs a token_url and an app_id in its settings.</source>
        <translation>服务商 {name} 的设置里需要 token_url 和 app_id。</translation>
    </message>
    <message>
        <source>The provider {name} gave no token at {origin}: {reason}</source>
        <translation>服务商 {name} 在 {origin} 没有给出令牌：{reason}</translation>
    </message>
    <message>
        <source>The provider {name} gave no token at {origin} (status {status}). Check its app id, its secret and its token URL.</source>
        <translation>服务商 {name} 在 {origin} 没有给出令牌（状态码 {status}）。请检查应用 ID、密钥和令牌地址。</translation>
    </message>
    <message>
        <source>The provider {name} cannot be used: {reason}</source>
        <translation>服务商 {name} 无法使用：{reason}</translation>
    </message>
    <message>
        <source>The provider {name} cannot be used. {error}</source>
        <translation>服务商 {name} 无法使用。{error}</translation>
    </message>
    <message>
        <source>{name} answered its list of models with something else.</source>
        <translation>{name} 没有给出可用的模型列表。</translation>
    </message>
    <message>
        <source>The provider&apos;s answer was empty.</source>
        <translation>服务商的回答是空的。</translation>
    </message>
    <message>
        <source>Dragoman was stopped before the answer was complete.</source>
        <translation>回答完成之前 Dragoman 被停止了。</translation>
    </message>
    <message>
        <source>The client went away.</source>
        <translation>客户端断开了。</translation>
    </message>
    <message>
        <source>The client stopped reading.</source>
        <translation>客户端不再读取。</translation>
    </message>
    <message>
        <source>The key is empty.</source>
        <translation>密钥是空的。</translation>
    </message>
    <message>
        <source>The key is longer than 64 KB; this is not a key.</source>
        <translation>密钥超过 64 KB；这不是密钥。</translation>
    </message>
    <message>
        <source>The key has a line break or a control character in it. Enter the key alone.</source>
        <translation>密钥里有换行或控制字符。请只输入密钥本身。</translation>
    </message>
    <message>
        <source>The key has a character in it that no key has, perhaps a typographic quote.</source>
        <translation>密钥里有密钥不会有的字符，可能是弯引号。</translation>
    </message>
    <message>
        <source>Enter the key alone, without the word Bearer.</source>
        <translation>请只输入密钥本身，不要带 Bearer 一词。</translation>
    </message>
    <message>
        <source>The environment variable {name} is not set. Set it and start Dragoman again.</source>
        <translation>环境变量 {name} 没有设置。请设置后重新启动 Dragoman。</translation>
    </message>
    <message>
        <source>The key file {path} is not an ordinary file. Give the path of one.</source>
        <translation>密钥文件 {path} 不是普通文件。请给出普通文件的路径。</translation>
    </message>
    <message>
        <source>The key file {path} does not exist. Create it with the key.</source>
        <translation>密钥文件 {path} 不存在。请创建它并写入密钥。</translation>
    </message>
    <message>
        <source>The key file {path} cannot be read: {reason}.</source>
        <translation>无法读取密钥文件 {path}：{reason}。</translation>
    </message>
    <message>
        <source>The key file {path} is not text. Give a file with the key.</source>
        <translation>密钥文件 {path} 不是文本。请给出一个含有密钥的文件。</translation>
    </message>
    <message>
        <source>{where} does not hold a usable key. {error}</source>
        <translation>{where} 里没有可用的密钥。{error}</translation>
    </message>
    <message>
        <source>A key&apos;s reference must begin with keyring:, env: or file:.</source>
        <translation>密钥的引用必须以 keyring:、env: 或 file: 开头。</translation>
    </message>
    <message>
        <source>The keyring holds no secret named {name}. Enter the key again.</source>
        <translation>钥匙串里没有名为 {name} 的密钥。请重新输入密钥。</translation>
    </message>
    <message>
        <source>The keyring has not answered for {seconds} seconds; it may be locked and waiting for its password. Unlock it and try again.</source>
        <translation>钥匙串 {seconds} 秒没有应答；它可能已锁定，正在等待密码。请解锁后重试。</translation>
    </message>
    <message>
        <source>The keyring is locked. Unlock it and try again.</source>
        <translation>钥匙串已锁定。请解锁后重试。</translation>
    </message>
    <message>
        <source>There is no keyring here.</source>
        <translation>这里没有钥匙串。</translation>
    </message>
    <message>
        <source>The keyring refused ({error}). Unlock it and try again.</source>
        <translation>钥匙串拒绝了请求（{error}）。请解锁后重试。</translation>
    </message>
    <message>
        <source>A provider&apos;s key can also be kept in a variable or a file: &apos;dragoman provider add&apos; takes --key-env NAME and --key-file PATH.</source>
        <translation>服务商的密钥也可以放在变量或文件里：&apos;dragoman provider add&apos; 支持 --key-env NAME 和 --key-file PATH。</translation>
    </message>
    <message>
        <source>Windows keeps secrets of at most {limit} characters, and this one has {count}.</source>
        <translation>Windows 最多保存 {limit} 个字符的密钥，而这个有 {count} 个。</translation>
    </message>
    <message>
        <source>The system&apos;s keyring is not available to this session.</source>
        <translation>当前会话无法使用系统的钥匙串。</translation>
    </message>
    <message>
        <source>There is no keyring here: no Secret Service (gnome-keyring, KWallet, KeePassXC) answers on the session&apos;s D-Bus. Install and unlock one, for example gnome-keyring.</source>
        <translation>这里没有钥匙串：会话的 D-Bus 上没有 Secret Service（gnome-keyring、KWallet、KeePassXC）应答。请安装并解锁一个，例如 gnome-keyring。</translation>
    </message>
    <message>
        <source>Another Dragoman is waiting for the keyring. Try again.</source>
        <translation>另一个 Dragoman 正在等待钥匙串。请重试。</translation>
    </message>
    <message>
        <source>A key can also be named: as a variable (env:NAME) or a file (file:/path).</source>
        <translation>也可以用引用指定密钥：变量（env:NAME）或文件（file:/path）。</translation>
    </message>
    <message>
        <source>The key was not kept. {reason}</source>
        <translation>密钥没有保存。{reason}</translation>
    </message>
    <message>
        <source>There is a provider {name} already.</source>
        <translation>已经有名为 {name} 的服务商。</translation>
    </message>
    <message>
        <source>There is no provider {name} any more.</source>
        <translation>服务商 {name} 已不存在。</translation>
    </message>
    <message>
        <source>This key is there already.</source>
        <translation>这个密钥已经有了。</translation>
    </message>
    <message>
        <source>This key is not there any more.</source>
        <translation>这个密钥已经不在了。</translation>
    </message>
    <message>
        <source>Replace a key of {word}</source>
        <translation>替换 {word} 的密钥</translation>
    </message>
    <message>
        <source>Add a key of {word}</source>
        <translation>添加 {word} 的密钥</translation>
    </message>
    <message>
        <source>Remove a key of {word}</source>
        <translation>移除 {word} 的密钥</translation>
    </message>
    <message>
        <source>Add {word}</source>
        <translation>添加 {word}</translation>
    </message>
    <message>
        <source>Remove {word}</source>
        <translation>移除 {word}</translation>
    </message>
    <message>
        <source>It rejected its key. Enter the key again.</source>
        <translation>它拒绝了密钥。请重新输入密钥。</translation>
    </message>
    <message>
        <source>Its key may not use this model, or not from here.</source>
        <translation>它的密钥无权使用这个模型，或者不能在这里使用。</translation>
    </message>
    <message>
        <source>It has reached a limit of its own; it is asked again after a while.</source>
        <translation>它达到了自己的限额；过一会儿会再次请求。</translation>
    </message>
    <message>
        <source>It wants to be paid first: check its balance.</source>
        <translation>它要求先付费：请检查余额。</translation>
    </message>
    <message>
        <source>It says that it has too much to do.</source>
        <translation>它表示负载过高。</translation>
    </message>
    <message>
        <source>It cannot be reached.</source>
        <translation>无法连接它。</translation>
    </message>
    <message>
        <source>It did not answer in time.</source>
        <translation>它没有及时应答。</translation>
    </message>
    <message>
        <source>It failed by its own account.</source>
        <translation>它报告自身出错。</translation>
    </message>
    <message>
        <source>Its answer could not be understood.</source>
        <translation>无法理解它的回答。</translation>
    </message>
    <message>
        <source>Its answer was cut off.</source>
        <translation>它的回答被截断了。</translation>
    </message>
    <message>
        <source>Nothing was asked of it yet.</source>
        <translation>还没有向它发过请求。</translation>
    </message>
    <message>
        <source>Its last answers began after {seconds} s.</source>
        <translation>它最近的回答在 {seconds} 秒后才开始。</translation>
    </message>
    <message>
        <source>{reason} (status {status})</source>
        <translation>{reason}（状态码 {status}）</translation>
    </message>
    <message>
        <source>It is switched off.</source>
        <translation>已关闭。</translation>
    </message>
    <message>
        <source>It has no key yet.</source>
        <translation>还没有密钥。</translation>
    </message>
    <message>
        <source>Its key was entered for {origin}, and its address is another one now. Enter the key again.</source>
        <translation>它的密钥是为 {origin} 输入的，而地址已经更改。请重新输入密钥。</translation>
    </message>
    <message>
        <source>The provider rejected it.</source>
        <translation>服务商拒绝了它。</translation>
    </message>
    <message>
        <source>It has reached its limit for now.</source>
        <translation>它暂时达到了限额。</translation>
    </message>
    <message>
        <source>The provider {name} speaks {dialect} by its settings, but its preset {preset} speaks {own}. Remove one of the two, or use the preset {generic} with the base URL.</source>
        <translation>服务商 {name} 的设置是 {dialect}，而它的预设 {preset} 使用 {own}。请去掉其中之一，或者使用预设 {generic} 并填写地址。</translation>
    </message>
    <message>
        <source>The provider {name} has an unknown dialect or authentication.</source>
        <translation>服务商 {name} 的协议或认证方式未知。</translation>
    </message>
    <message>
        <source>The provider {name} has no base URL, and its preset {preset} knows none. Set providers.{name}.base_url.</source>
        <translation>服务商 {name} 没有地址，它的预设 {preset} 也没有。请设置 providers.{name}.base_url。</translation>
    </message>
    <message>
        <source>The provider {name} exchanges an app id and its secret for a token, and lacks {missing}. Set providers.{name}.{field}.</source>
        <translation>服务商 {name} 用应用 ID 和密钥换取令牌，但缺少 {missing}。请设置 providers.{name}.{field}。</translation>
    </message>
    <message>
        <source>The token URL of the provider {name} cannot be used. {error}</source>
        <translation>服务商 {name} 的令牌地址无法使用。{error}</translation>
    </message>
    <message>
        <source>The provider {name} names the quirk {quirk}, which does not exist. Remove it from providers.{name}.quirks.</source>
        <translation>服务商 {name} 引用的适配项 {quirk} 不存在。请从 providers.{name}.quirks 中移除。</translation>
    </message>
    <message>
        <source>There is no preset {preset}. {hint}</source>
        <translation>没有预设 {preset}。{hint}</translation>
    </message>
    <message>
        <source>Did you mean {near}?</source>
        <translation>你是指 {near} 吗？</translation>
    </message>
    <message>
        <source>`provider list` shows them all.</source>
        <translation>`provider list` 会列出全部。</translation>
    </message>
    <message>
        <source>{host}:{port} is Dragoman&apos;s own address: it would call itself for ever. Give the provider&apos;s instead.</source>
        <translation>{host}:{port} 是 Dragoman 自己的地址：它会无休止地调用自己。请填写服务商的地址。</translation>
    </message>
    <message>
        <source>{host} is a public host, and http would show your key and your prompts to everyone on the way. Use https://{address}{path} instead.</source>
        <translation>{host} 是公网主机，用 http 会让途中的任何人看到你的密钥和提示词。请改用 https://{address}{path}。</translation>
    </message>
    <message>
        <source>The address is malformed: {error}.</source>
        <translation>地址格式不正确：{error}。</translation>
    </message>
    <message>
        <source>The address begins with {scheme}://; it must be https://.</source>
        <translation>地址以 {scheme}:// 开头；必须是 https://。</translation>
    </message>
    <message>
        <source>The address&apos;s path must not contain &apos;..&apos;.</source>
        <translation>地址的路径里不能有“..”。</translation>
    </message>
    <message>
        <source>No provider is set up. Add one with `dragoman provider add`, or try `dragoman demo`.</source>
        <translation>还没有设置服务商。请用 `dragoman provider add` 添加，或者试试 `dragoman demo`。</translation>
    </message>
    <message>
        <source>There is no profile {profile}. Known are {known}.</source>
        <translation>没有配置档 {profile}。已有：{known}。</translation>
    </message>
    <message>
        <source>The model {model} leads to {provider}, which is switched off (rule {rule}). Change the rule, or set the provider up.</source>
        <translation>模型 {model} 指向 {provider}，而它已关闭（规则 {rule}）。请更改规则，或者设置该服务商。</translation>
    </message>
    <message>
        <source>The model {model} leads to {provider}, which does not exist (rule {rule}). Change the rule, or set the provider up.</source>
        <translation>模型 {model} 指向 {provider}，而它不存在（规则 {rule}）。请更改规则，或者设置该服务商。</translation>
    </message>
    <message>
        <source>The provider {name} is switched off. Known are {known}.</source>
        <translation>服务商 {name} 已关闭。已有：{known}。</translation>
    </message>
    <message>
        <source>The provider {name} is not set up. Known are {known}.</source>
        <translation>服务商 {name} 还没有设置。已有：{known}。</translation>
    </message>
    <message>
        <source>The model {model} leads nowhere. {what} Ask for one of these or for PROVIDER/MODEL, map the name with `dragoman model map`, or set a default provider.</source>
        <translation>模型 {model} 没有去处。{what}请使用其中之一或 PROVIDER/MODEL，用 `dragoman model map` 映射名称，或者设置默认服务商。</translation>
    </message>
    <message>
        <source>Known are {known}.</source>
        <translation>已有：{known}。</translation>
    </message>
    <message>
        <source>No model names are known yet.</source>
        <translation>还没有已知的模型名称。</translation>
    </message>
    <message>
        <source>Start it</source>
        <translation>启动</translation>
    </message>
    <message>
        <source>Connect again</source>
        <translation>重新连接</translation>
    </message>
    <message>
        <source>{name} does not start: {reason}.</source>
        <translation>{name} 无法启动：{reason}。</translation>
    </message>
    <message>
        <source>{name} was started.</source>
        <translation>{name} 已启动。</translation>
    </message>
    <message>
        <source>Its request arrived and asked for {what}.</source>
        <translation>收到了它的请求，请求的是 {what}。</translation>
    </message>
    <message>
        <source>{name} ended, and no request of it came to Dragoman.</source>
        <translation>{name} 已结束，Dragoman 没有收到它的请求。</translation>
    </message>
    <message>
        <source>{name} did not end within {seconds} seconds.</source>
        <translation>{name} 在 {seconds} 秒内没有结束。</translation>
    </message>
    <message>
        <source>It answered: {said}</source>
        <translation>它回答：{said}</translation>
    </message>
    <message>
        <source>It ended with code {code}: {said}</source>
        <translation>它以代码 {code} 结束：{said}</translation>
    </message>
    <message>
        <source>Start Dragoman: &apos;dragoman serve&apos;, or the desktop application.</source>
        <translation>请启动 Dragoman：&apos;dragoman serve&apos; 或桌面程序。</translation>
    </message>
    <message>
        <source>That is for you to change; the finding says where.</source>
        <translation>这需要你自己更改；检查结果里说明了位置。</translation>
    </message>
    <message>
        <source>{client} was not found on this machine.</source>
        <translation>本机没有找到 {client}。</translation>
    </message>
    <message>
        <source>{client} cannot be asked without you. Try it yourself.</source>
        <translation>无法替你向 {client} 提问。请自己试一试。</translation>
    </message>
    <message>
        <source>Connect {client} first.</source>
        <translation>请先连接 {client}。</translation>
    </message>
    <message>
        <source>There is no client {client}. Known are {known}.</source>
        <translation>没有客户端 {client}。已有：{known}。</translation>
    </message>
    <message>
        <source>{client} cannot be connected by a file in this way.</source>
        <translation>{client} 不能以这种方式通过文件连接。</translation>
    </message>
    <message>
        <source>{path} could not be backed up: {reason}. Nothing was changed.</source>
        <translation>无法备份 {path}：{reason}。没有做任何更改。</translation>
    </message>
    <message>
        <source>{client}: in {path}, {what} was left as it is: {reason}.</source>
        <translation>{client}：{path} 中的 {what} 保持原样：{reason}。</translation>
    </message>
    <message>
        <source>Connecting {client} had been interrupted and was taken back. Connect it again if you want it.</source>
        <translation>连接 {client} 的过程曾被中断，已撤回。如有需要，请重新连接。</translation>
    </message>
    <message>
        <source>{path} is being written by another program at the moment. Nothing was changed; try again.</source>
        <translation>另一个程序正在写入 {path}。没有做任何更改；请重试。</translation>
    </message>
    <message>
        <source>Dragoman is off: nothing answers at {address}.</source>
        <translation>Dragoman 已关闭：{address} 没有应答。</translation>
    </message>
    <message>
        <source>{client} is not connected: it uses Dragoman only where you start it with the command that can be copied here.</source>
        <translation>{client} 尚未连接：只有用这里复制的命令启动时，它才使用 Dragoman。</translation>
    </message>
    <message>
        <source>{client} is installed {count} times: {first} is used, and {others} may start elsewhere.</source>
        <translation>{client} 安装了 {count} 份：使用的是 {first}，而 {others} 可能在别处启动。</translation>
    </message>
    <message>
        <source>Another program changed what Dragoman wrote in {path}: {names}.</source>
        <translation>另一个程序更改了 Dragoman 写入 {path} 的内容：{names}。</translation>
    </message>
    <message>
        <source>{client} calls {address}, and Dragoman is at {own}.</source>
        <translation>{client} 访问的是 {address}，而 Dragoman 在 {own}。</translation>
    </message>
    <message>
        <source>The key in the settings of {client} was revoked.</source>
        <translation>{client} 设置里的密钥已吊销。</translation>
    </message>
    <message>
        <source>The key in the settings of {client} is not known here.</source>
        <translation>这里不认识 {client} 设置里的密钥。</translation>
    </message>
    <message>
        <source>{name} is set in {place}: requests to 127.0.0.1 go to that proxy. Add 127.0.0.1,localhost to NO_PROXY.</source>
        <translation>{place} 设置了 {name}：发往 127.0.0.1 的请求会走该代理。请把 127.0.0.1,localhost 加入 NO_PROXY。</translation>
    </message>
    <message>
        <source>{path} is {kind}, where settings should be a file.</source>
        <translation>{path} 是{kind}，而设置应该是一个文件。</translation>
    </message>
    <message>
        <source>{path} is larger than 32 MB, which no settings file is. It was not touched.</source>
        <translation>{path} 超过 32 MB，不会是设置文件。没有改动它。</translation>
    </message>
    <message>
        <source>{path} is a link that leads to itself. It was not touched.</source>
        <translation>{path} 是指向自身的链接。没有改动它。</translation>
    </message>
    <message>
        <source>{path} cannot be read: {reason}.</source>
        <translation>无法读取 {path}：{reason}。</translation>
    </message>
    <message>
        <source>{path} is read-only. Make it writable, or use the launch command, which touches no file.</source>
        <translation>{path} 是只读的。请让它可写，或者使用启动命令，后者不改动任何文件。</translation>
    </message>
    <message>
        <source>{path} has a second name (a hard link), and a safe write would separate the two. Replace it by a copy, or use the launch command, which touches no file.</source>
        <translation>{path} 还有另一个名字（硬链接），安全写入会使两者分离。请换成一份副本，或者使用启动命令，后者不改动任何文件。</translation>
    </message>
    <message>
        <source>{path} cannot be made: {folder} is no folder.</source>
        <translation>无法创建 {path}：{folder} 不是文件夹。</translation>
    </message>
    <message>
        <source>{path} cannot be written: the folder {folder} is read-only. Make it writable, or use the launch command, which touches no file.</source>
        <translation>无法写入 {path}：文件夹 {folder} 是只读的。请让它可写，或者使用启动命令，后者不改动任何文件。</translation>
    </message>
    <message>
        <source>{path} could not be written: {reason}. It is as it was.</source>
        <translation>无法写入 {path}：{reason}。它保持原样。</translation>
    </message>
    <message>
        <source>it was changed by another program, or by you</source>
        <translation>它被另一个程序或你自己更改过</translation>
    </message>
    <message>
        <source>it is written in a way that cannot be changed safely</source>
        <translation>它的写法无法安全更改</translation>
    </message>
    <message>
        <source>its former content is gone</source>
        <translation>它原来的内容已丢失</translation>
    </message>
    <message>
        <source>the file was deleted</source>
        <translation>文件已被删除</translation>
    </message>
    <message>
        <source>Another Dragoman is connecting or disconnecting a client. Try again.</source>
        <translation>另一个 Dragoman 正在连接或断开客户端。请重试。</translation>
    </message>
    <message>
        <source>The journal in {folder} cannot be written: {reason}. Nothing was changed.</source>
        <translation>无法写入 {folder} 中的日志：{reason}。没有做任何更改。</translation>
    </message>
    <message>
        <source>The journal cannot be read: {path}: {reason}.</source>
        <translation>无法读取日志：{path}：{reason}。</translation>
    </message>
    <message>
        <source>What Dragoman wrote down about connecting {client} cannot be read and was set aside as {aside}. Look at the settings of {client} yourself; a backup of them may be in {folder}.</source>
        <translation>无法读取 Dragoman 关于连接 {client} 的记录，已另存为 {aside}。请自己查看 {client} 的设置；{folder} 里可能有备份。</translation>
    </message>
    <message>
        <source>Sessions that run already use Dragoman at once. Remote Control, /schedule and the connectors of claude.ai are off while Claude Code is connected.</source>
        <translation>正在运行的会话会立即使用 Dragoman。连接 Claude Code 期间，Remote Control、/schedule 和 claude.ai 的连接器不可用。</translation>
    </message>
    <message>
        <source>{path} has comments or a comma too many. Claude Code reads nothing of such a file: take them out.</source>
        <translation>{path} 里有注释或多余的逗号。Claude Code 完全不读取这样的文件：请去掉它们。</translation>
    </message>
    <message>
        <source>{name} in {path} ends with /v1, which Claude Code adds by itself.</source>
        <translation>{path} 中的 {name} 以 /v1 结尾，而 Claude Code 会自己加上。</translation>
    </message>
    <message>
        <source>{name} is set in {place}. It leads Claude Code elsewhere where it is not connected as the default.</source>
        <translation>{place} 设置了 {name}。在没有设为默认连接的地方，它会把 Claude Code 引向别处。</translation>
    </message>
    <message>
        <source>Claude Code has not been started to the end yet: start &apos;claude&apos; once in a terminal.</source>
        <translation>Claude Code 还没有完成首次启动：请在终端里启动一次 &apos;claude&apos;。</translation>
    </message>
    <message>
        <source>Quit Claude Desktop and start it again, now and after you disconnect. Conversations of your Claude account are not shown while it is connected.</source>
        <translation>请退出并重新启动 Claude Desktop，现在和断开之后都要这样做。连接期间不显示你 Claude 账户的对话。</translation>
    </message>
    <message>
        <source>In Cline&apos;s settings choose the API provider OpenAI Compatible, and enter:</source>
        <translation>在 Cline 的设置里选择 API 服务商 OpenAI Compatible，并填写：</translation>
    </message>
    <message>
        <source>Codex lists its threads by provider: those that you begin now are under Dragoman, and earlier ones come back when you disconnect.</source>
        <translation>Codex 按服务商列出会话：现在开始的会话在 Dragoman 下，之前的会话在断开后重新出现。</translation>
    </message>
    <message>
        <source>{path} begins with the profile {profile}, whose provider {provider} wins over Dragoman. Take the line with &apos;profile&apos; out of it.</source>
        <translation>{path} 以配置档 {profile} 启动，其服务商 {provider} 优先于 Dragoman。请删去含有 &apos;profile&apos; 的那一行。</translation>
    </message>
    <message>
        <source>Gemini CLI reads its settings for Dragoman in folders only that it was told to trust, and a project&apos;s own .env file wins over them.</source>
        <translation>Gemini CLI 只在设为信任的文件夹中读取指向 Dragoman 的设置，而且项目自己的 .env 文件优先于它们。</translation>
    </message>
    <message>
        <source>A key that was stored with &apos;llm keys set openai&apos; wins over the command&apos;s.</source>
        <translation>用 &apos;llm keys set openai&apos; 保存的密钥优先于命令里的密钥。</translation>
    </message>
    <message>
        <source>{name} cannot be started through Dragoman.</source>
        <translation>{name} 不能通过 Dragoman 启动。</translation>
    </message>
    <message>
        <source>{name} is set in {place}, and wins over what Dragoman writes for {client}. Take that line out and open a new terminal.</source>
        <translation>{place} 设置了 {name}，它优先于 Dragoman 为 {client} 写入的内容。请删去那一行并打开新的终端。</translation>
    </message>
    <message>
        <source>In VS Code run &apos;Chat: Manage Language Models&apos;, choose Add Models and then Custom Endpoint with the API type Chat Completions, and enter:</source>
        <translation>在 VS Code 中运行 &apos;Chat: Manage Language Models&apos;，选择 Add Models，再选 Custom Endpoint，API 类型为 Chat Completions，并填写：</translation>
    </message>
    <message>
        <source>{path} is not UTF-8 text (perhaps UTF-16). Save it as UTF-8 and try again.</source>
        <translation>{path} 不是 UTF-8 文本（可能是 UTF-16）。请保存为 UTF-8 后重试。</translation>
    </message>
    <message>
        <source>{path}, line {line} is not UTF-8 text. Save it as UTF-8 and try again.</source>
        <translation>{path} 第 {line} 行不是 UTF-8 文本。请保存为 UTF-8 后重试。</translation>
    </message>
    <message>
        <source>In {path}, {name} is not {kind}, so {key} cannot be set in it. Correct the file by hand and try again.</source>
        <translation>{path} 中的 {name} 不是{kind}，因此无法在其中设置 {key}。请手动改正文件后重试。</translation>
    </message>
    <message>
        <source>{key} in {path} is written in a way that cannot be changed safely. Nothing was changed; set it by hand, or use the launch command.</source>
        <translation>{path} 中 {key} 的写法无法安全更改。没有做任何更改；请手动设置，或者使用启动命令。</translation>
    </message>
    <message>
        <source>{path} cannot be read: line {line}: {why}. Correct the file and try again; it was not touched.</source>
        <translation>无法读取 {path}：第 {line} 行：{why}。请改正文件后重试；没有改动它。</translation>
    </message>
    <message>
        <source>{name} is there twice in {path} (again in line {line}). Take one of them out and try again; the file was not touched.</source>
        <translation>{path} 中有两个 {name}（另一个在第 {line} 行）。请去掉一个后重试；没有改动文件。</translation>
    </message>
    <message>
        <source>{path} can hold texts only.</source>
        <translation>{path} 只能存放文本。</translation>
    </message>
    <message>
        <source>{path} holds {kind} where settings are an object. Correct the file and try again; it was not touched.</source>
        <translation>{path} 的内容是{kind}，而设置应是一个对象。请改正文件后重试；没有改动它。</translation>
    </message>
    <message>
        <source>{path} holds no keys where settings are a mapping. Correct the file and try again; it was not touched.</source>
        <translation>{path} 里没有键，而设置应是一个映射。请改正文件后重试；没有改动它。</translation>
    </message>
    <message>
        <source>{path} cannot hold that value.</source>
        <translation>{path} 不能存放这个值。</translation>
    </message>
    <message>
        <source>The database cannot be used; the log tells more.</source>
        <translation>数据库无法使用；详情见日志。</translation>
    </message>
    <message>
        <source>{error}. See that Dragoman may write {path}.</source>
        <translation>{error}。请确认 Dragoman 可以写入 {path}。</translation>
    </message>
    <message>
        <source>A key in {variable} does without it.</source>
        <translation>在 {variable} 里设置密钥即可不用它。</translation>
    </message>
    <message>
        <source>The server goes on by itself then.</source>
        <translation>之后服务器会自动继续。</translation>
    </message>
    <message>
        <source>No client can be let in.</source>
        <translation>无法让任何客户端接入。</translation>
    </message>
    <message>
        <source>There is no keyring here, so this key was shown once, when it was made, and is kept as a digest only. Add a key under People, or connect the client: that gives it a key of its own.</source>
        <translation>这里没有钥匙串，因此该密钥只在创建时显示过一次，现在只保存摘要。请在“用户”中添加密钥，或者连接客户端：这会给它自己的密钥。</translation>
    </message>
    <message>
        <source>The administration page is off. Switch it on under Server.</source>
        <translation>管理页面已关闭。请在“服务器”中开启。</translation>
    </message>
    <message>
        <source>There is nothing to take back.</source>
        <translation>没有可以撤销的操作。</translation>
    </message>
    <message>
        <source>“{label}” cannot be taken back: the same was changed since, elsewhere.</source>
        <translation>无法撤销“{label}”：同一处之后在别处被更改过。</translation>
    </message>
    <message>
        <source>The database is not open yet. Try again in a moment.</source>
        <translation>数据库还没有打开。请稍后重试。</translation>
    </message>
    <message>
        <source>The answer has no end: it was cut, or only its beginning was kept.</source>
        <translation>回答没有结尾：它被截断了，或者只保留了开头。</translation>
    </message>
    <message>
        <source>Only the beginning of it was kept.</source>
        <translation>只保留了开头。</translation>
    </message>
    <message>
        <source>This body cannot be read as a request for embeddings or its answer.</source>
        <translation>这段内容无法作为向量嵌入请求或其回答来读取。</translation>
    </message>
    <message>
        <source>Nobody here reads {dialect}.</source>
        <translation>这里无法解读 {dialect}。</translation>
    </message>
    <message>
        <source>It is not known what it is written in.</source>
        <translation>不知道它是用什么格式写的。</translation>
    </message>
    <message>
        <source>{provider} rejected its key. Enter it again.</source>
        <translation>{provider} 拒绝了它的密钥。请重新输入。</translation>
    </message>
    <message>
        <source>{provider} did not serve a request; {other} did.</source>
        <translation>{provider} 没有完成请求；由 {other} 完成。</translation>
    </message>
    <message>
        <source>{percent} % of the {period}&apos;s budget of the {scope} {subject} are spent.</source>
        <translation>{scope}{subject} 的{period}预算已用 {percent} %。</translation>
    </message>
    <message>
        <source>Usage is not recorded. {trouble}</source>
        <translation>用量没有被记录。{trouble}</translation>
    </message>
    <message>
        <source>Port {port} is taken {by}. Stop that program, or choose another port.</source>
        <translation>端口 {port} {by}。请停止该程序，或者换一个端口。</translation>
    </message>
    <message>
        <source>The server could not start ({error}). See the log.</source>
        <translation>服务器无法启动（{error}）。详情见日志。</translation>
    </message>
    <message>
        <source>Port {port} on {host} is taken{by}. Stop that program, or choose another port with --port (and tell your clients).</source>
        <translation>{host} 的端口 {port} {by}。请停止该程序，或者用 --port 换一个端口（并告诉你的客户端）。</translation>
    </message>
    <message>
        <source>Dragoman cannot listen on {host} port {port}: {reason}.</source>
        <translation>Dragoman 无法监听 {host} 的端口 {port}：{reason}。</translation>
    </message>
    <message>
        <source>Dragoman cannot listen on {host}: no such address.</source>
        <translation>Dragoman 无法监听 {host}：没有这个地址。</translation>
    </message>
    <message>
        <source>The system does not take it: {reason}.</source>
        <translation>系统不接受：{reason}。</translation>
    </message>
    <message>
        <source>The program&apos;s own files are missing: neither {one} nor {other} exists. Install Dragoman again.</source>
        <translation>程序自己的文件缺失：{one} 和 {other} 都不存在。请重新安装 Dragoman。</translation>
    </message>
    <message>
        <source>Another program holds it for too long; it is tried again.</source>
        <translation>另一个程序占用它太久；正在重试。</translation>
    </message>
    <message>
        <source>Make room on its disk.</source>
        <translation>请在它的磁盘上腾出空间。</translation>
    </message>
    <message>
        <source>It is damaged. Restart Dragoman: it keeps the file and begins a new one.</source>
        <translation>它已损坏。请重新启动 Dragoman：它会保留该文件并另建新文件。</translation>
    </message>
    <message>
        <source>Check that it runs and that its address, user and password are right.</source>
        <translation>请检查它是否在运行，以及地址、用户和密码是否正确。</translation>
    </message>
    <message>
        <source>Check who may read and write it.</source>
        <translation>请检查谁有权读写它。</translation>
    </message>
    <message>
        <source>This is a fault of Dragoman&apos;s; please report it.</source>
        <translation>这是 Dragoman 的错误；请报告给我们。</translation>
    </message>
    <message>
        <source>It is damaged. Ask whoever keeps that server.</source>
        <translation>它已损坏。请联系该服务器的管理者。</translation>
    </message>
    <message>
        <source>The database {place} failed: {said}. {following}</source>
        <translation>数据库 {place} 出错：{said}。{following}</translation>
    </message>
    <message>
        <source>The database {path} is being prepared by another program. Try again.</source>
        <translation>另一个程序正在准备数据库 {path}。请重试。</translation>
    </message>
    <message>
        <source>The database {path} cannot be opened: {reason}.</source>
        <translation>无法打开数据库 {path}：{reason}。</translation>
    </message>
    <message>
        <source>The database {path} was damaged ({wrong}). It is kept as {aside}, and a new one was begun with {saved}. Earlier usage is not in it.</source>
        <translation>数据库 {path} 已损坏（{wrong}）。它保留为 {aside}，并已用{saved}另建新数据库。更早的用量不在其中。</translation>
    </message>
    <message>
        <source>This is no database&apos;s address. Write postgresql+psycopg://USER:PASSWORD@HOST/NAME or sqlite:///PATH.</source>
        <translation>这不是数据库的地址。请写成 postgresql+psycopg://USER:PASSWORD@HOST/NAME 或 sqlite:///PATH。</translation>
    </message>
    <message>
        <source>The database&apos;s address cannot be used. Write postgresql+psycopg://USER@HOST/NAME or sqlite:///PATH.</source>
        <translation>数据库的地址无法使用。请写成 postgresql+psycopg://USER@HOST/NAME 或 sqlite:///PATH。</translation>
    </message>
    <message>
        <source>PostgreSQL needs a package more: pip install &apos;dragoman[server]&apos;.</source>
        <translation>PostgreSQL 还需要一个软件包：pip install &apos;dragoman[server]&apos;。</translation>
    </message>
    <message>
        <source>The database {place} was written by a newer Dragoman: its revision is {found}, this one knows up to {newest}. It is left as it is. Update Dragoman, or name another database with --database.</source>
        <translation>数据库 {place} 由更新版本的 Dragoman 写入：其版本为 {found}，本程序只认识到 {newest}。它保持原样。请更新 Dragoman，或者用 --database 指定另一个数据库。</translation>
    </message>
    <message>
        <source>The database {place} belongs to another program: it has a table {table} that is not Dragoman&apos;s. Name a database of its own with --database.</source>
        <translation>数据库 {place} 属于另一个程序：其中的表 {table} 不是 Dragoman 的。请用 --database 指定一个专用的数据库。</translation>
    </message>
    <message>
        <source>The database is too slow for them.</source>
        <translation>数据库太慢，跟不上它们。</translation>
    </message>
    <message>
        <source>There is no request of this id. It may not be recorded yet.</source>
        <translation>没有这个编号的请求。它可能还没有被记录。</translation>
    </message>
    <message>
        <source>There is no transcript of the request {request}.</source>
        <translation>没有请求 {request} 的记录。</translation>
    </message>
    <message>
        <source>The transcript of the request {request} is damaged. Delete it to go on.</source>
        <translation>请求 {request} 的记录已损坏。请删除它后继续。</translation>
    </message>
    <message>
        <source>Dragoman failed on this request. Its log tells more under {request}.</source>
        <translation>Dragoman 处理这个请求时出错。详情见日志中的 {request}。</translation>
    </message>
    <message>
        <source>This request has passed through {count} gateways and came back: a provider&apos;s base URL leads to Dragoman itself. Correct it in the settings.</source>
        <translation>这个请求经过 {count} 个网关又回到这里：某个服务商的地址指向 Dragoman 自己。请在设置中改正。</translation>
    </message>
    <message>
        <source>The key {name} has {limit} requests in progress, which is its limit.</source>
        <translation>密钥 {name} 有 {limit} 个请求正在进行，已达上限。</translation>
    </message>
    <message>
        <source>The key {name} has {limit} WebSockets open, which is its limit.</source>
        <translation>密钥 {name} 有 {limit} 个打开的 WebSocket，已达上限。</translation>
    </message>
    <message>
        <source>The request is larger than {limit} bytes.</source>
        <translation>请求超过 {limit} 字节。</translation>
    </message>
    <message>
        <source>This server cannot check the API key now: its database is not available. Try again soon.</source>
        <translation>本服务器现在无法检查 API 密钥：数据库不可用。请稍后重试。</translation>
    </message>
    <message>
        <source>No search service is chosen. Choose one first.</source>
        <translation>尚未选择搜索服务，请先选择。</translation>
    </message>
    <message>
        <source>{service} has no address. Give it one: dragoman search use {kind} --base-url URL</source>
        <translation>{service} 还没有地址。请设置：dragoman search use {kind} --base-url URL</translation>
    </message>
    <message>
        <source>{service} has no key. Give it one: dragoman search use {kind} --key-stdin</source>
        <translation>{service} 还没有密钥。请设置：dragoman search use {kind} --key-stdin</translation>
    </message>
    <message>
        <source>{service} cannot be used. {error}</source>
        <translation>{service} 无法使用。{error}</translation>
    </message>
    <message>
        <source>{service} has a key that was entered for {origin}, and its address is now {address}. Enter the key again if it belongs there.</source>
        <translation>{service} 的密钥是为 {origin} 输入的，而它现在的地址是 {address}。如果密钥属于这个地址，请重新输入。</translation>
    </message>
    <message>
        <source>{service} answered with something that is no list of results.</source>
        <translation>{service} 的回答不是搜索结果列表。</translation>
    </message>
    <message>
        <source>{service} answered with something that is no JSON.</source>
        <translation>{service} 的回答不是 JSON。</translation>
    </message>
    <message>
        <source>{service} does not give results as JSON. Add json to search.formats in its settings.yml, and restart it.</source>
        <translation>{service} 不以 JSON 提供结果。请在它的 settings.yml 的 search.formats 中加入 json，然后重启它。</translation>
    </message>
    <message>
        <source>{service} rejected its key. Enter it again: dragoman search use {kind} --key-stdin</source>
        <translation>{service} 拒绝了密钥。请重新输入：dragoman search use {kind} --key-stdin</translation>
    </message>
    <message>
        <source>{service} takes no more searches now: the limit of its plan is reached.</source>
        <translation>{service} 暂不接受更多搜索：套餐额度已用完。</translation>
    </message>
    <message>
        <source>{service} answered with the status {status}.</source>
        <translation>{service} 返回了状态码 {status}。</translation>
    </message>
    <message>
        <source>There is no {scope} {subject}.</source>
        <translation>没有{scope}{subject}。</translation>
    </message>
    <message>
        <source>There is no such profile. Create it first.</source>
        <translation>没有这个配置档。请先创建。</translation>
    </message>
    <message>
        <source>A client key&apos;s name is 1 to 64 letters, digits, &apos;.&apos;, &apos;_&apos;, &apos;@&apos; or &apos;-&apos;.</source>
        <translation>客户端密钥的名称为 1 到 64 个字母、数字、“.”、“_”、“@”或“-”。</translation>
    </message>
    <message>
        <source>There is a client key named {name} already. Choose another name, or revoke it first with &apos;dragoman key revoke {name}&apos;.</source>
        <translation>已经有名为 {name} 的客户端密钥。请换一个名称，或者先用 &apos;dragoman key revoke {name}&apos; 吊销它。</translation>
    </message>
    <message>
        <source>{path} was written by another version of Dragoman (format {format}; this one reads {version}). Update Dragoman.</source>
        <translation>{path} 由另一个版本的 Dragoman 写入（格式 {format}；本程序读取 {version}）。请更新 Dragoman。</translation>
    </message>
    <message>
        <source>{path} is damaged. Restore it, or delete it and make new client keys with &apos;dragoman key new&apos;.</source>
        <translation>{path} 已损坏。请恢复它，或者删除它并用 &apos;dragoman key new&apos; 创建新的客户端密钥。</translation>
    </message>
    <message>
        <source>A period is day, week or month.</source>
        <translation>周期为日、周或月。</translation>
    </message>
    <message>
        <source>There is a budget for each {period} already: change it.</source>
        <translation>已经有按{period}的预算：请更改它。</translation>
    </message>
    <message>
        <source>There is no such budget.</source>
        <translation>没有这个预算。</translation>
    </message>
    <message>
        <source>A budget is of a user, a key, a profile or a provider.</source>
        <translation>预算属于用户、密钥、配置档或服务商。</translation>
    </message>
    <message>
        <source>There is no {scope} of this id.</source>
        <translation>没有这个编号的{scope}。</translation>
    </message>
    <message>
        <source>A budget is more than nothing, and at most a billion.</source>
        <translation>预算必须大于零，最多十亿。</translation>
    </message>
    <message>
        <source>A budget is in USD or CNY.</source>
        <translation>预算以美元或人民币计。</translation>
    </message>
    <message>
        <source>A key must expire in the future.</source>
        <translation>密钥的到期时间必须在将来。</translation>
    </message>
    <message>
        <source>There is a key with this token already.</source>
        <translation>已经有使用这个令牌的密钥。</translation>
    </message>
    <message>
        <source>There is no client key {key}.</source>
        <translation>没有客户端密钥 {key}。</translation>
    </message>
    <message>
        <source>A limit is a number from 1 to {highest}, or none.</source>
        <translation>上限为 1 到 {highest} 的数字，或者没有上限。</translation>
    </message>
    <message>
        <source>A key expires before the year 10000.</source>
        <translation>密钥的到期时间须早于 10000 年。</translation>
    </message>
    <message>
        <source>There is a client key named {name} already.</source>
        <translation>已经有名为 {name} 的客户端密钥。</translation>
    </message>
    <message>
        <source>A name must have at least one character.</source>
        <translation>名称至少要有一个字符。</translation>
    </message>
    <message>
        <source>A name has at most {count} characters.</source>
        <translation>名称最多 {count} 个字符。</translation>
    </message>
    <message>
        <source>A name cannot have control characters.</source>
        <translation>名称不能有控制字符。</translation>
    </message>
    <message>
        <source>A note has at most {count} characters.</source>
        <translation>备注最多 {count} 个字符。</translation>
    </message>
    <message>
        <source>A note cannot have control characters.</source>
        <translation>备注不能有控制字符。</translation>
    </message>
    <message>
        <source>That is no e-mail address, such as name@example.com.</source>
        <translation>这不是电子邮件地址，例如 name@example.com。</translation>
    </message>
    <message>
        <source>An e-mail address cannot have spaces.</source>
        <translation>电子邮件地址不能有空格。</translation>
    </message>
    <message>
        <source>There is no user {name}.</source>
        <translation>没有用户 {name}。</translation>
    </message>
    <message>
        <source>There is a user named {name} already.</source>
        <translation>已经有名为 {name} 的用户。</translation>
    </message>
    <message>
        <source>Import settings</source>
        <translation>导入设置</translation>
    </message>
    <message>
        <source>Reset settings</source>
        <translation>重置设置</translation>
    </message>
    <message>
        <source>{path} is being changed by another program. Try again.</source>
        <translation>另一个程序正在更改 {path}。请重试。</translation>
    </message>
    <message>
        <source>{path} could not be saved: {reason}. The old settings are kept.</source>
        <translation>无法保存 {path}：{reason}。保留原来的设置。</translation>
    </message>
    <message>
        <source>{path} could not be changed: its layout is one that Dragoman cannot edit. Write its tables in the ordinary [table] form.</source>
        <translation>无法更改 {path}：Dragoman 不能编辑它的布局。请把其中的表写成普通的 [table] 形式。</translation>
    </message>
    <message>
        <source>{path} cannot be read: {reason}. There is no usable backup. Correct the file, or move it away to start with empty settings.</source>
        <translation>无法读取 {path}：{reason}。没有可用的备份。请改正文件，或者把它移走，从空白设置开始。</translation>
    </message>
    <message>
        <source>{path} cannot be read: {reason}. Its backup {backup} could not be put in its place: {error}.</source>
        <translation>无法读取 {path}：{reason}。无法用备份 {backup} 替换它：{error}。</translation>
    </message>
    <message>
        <source>{path} was damaged ({reason}). It is kept as {aside}, and the settings saved before it were loaded from {backup}.</source>
        <translation>{path} 已损坏（{reason}）。它保留为 {aside}，并已从 {backup} 载入之前保存的设置。</translation>
    </message>
    <message>
        <source>{path} is refused.
  {problems}</source>
        <translation>{path} 未被接受。
  {problems}</translation>
    </message>
    <message>
        <source>{path} is refused: {error}.</source>
        <translation>{path} 未被接受：{error}。</translation>
    </message>
    <message>
        <source>{path} is in an old form and could not be saved in the new one: {reason}.</source>
        <translation>{path} 是旧格式，无法保存为新格式：{reason}。</translation>
    </message>
    <message>
        <source>{path} was written by a newer Dragoman (settings version {found}; this one knows {known}). It is only read, never changed. Update Dragoman.</source>
        <translation>{path} 由更新版本的 Dragoman 写入（设置版本 {found}；本程序认识 {known}）。它只会被读取，不会被更改。请更新 Dragoman。</translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation>它是空的</translation>
    </message>
    <message>
        <source>it is nested too deeply</source>
        <translation>它嵌套太深</translation>
    </message>
    <message>
        <source>This is no export of Dragoman&apos;s settings: it is no TOML.</source>
        <translation>这不是 Dragoman 设置的导出文件：它不是 TOML。</translation>
    </message>
    <message>
        <source>This export cannot be taken over.
  {problems}</source>
        <translation>无法采用这个导出文件。
  {problems}</translation>
    </message>
    <message>
        <source>schema_version: must be a whole number; Dragoman writes it itself</source>
        <translation>schema_version：必须是整数；由 Dragoman 自己写入</translation>
    </message>
    <message>
        <source>the settings have version {found}; this Dragoman knows versions up to {current}</source>
        <translation>设置的版本为 {found}；本程序只认识到版本 {current}</translation>
    </message>
    <message>
        <source>settings of version {number} cannot be brought up to date</source>
        <translation>版本 {number} 的设置无法升级</translation>
    </message>
    <message>
        <source>a provider&apos;s name is 1 to 64 lower-case letters, digits, &apos;.&apos;, &apos;_&apos; or &apos;-&apos;, and begins with a letter or a digit</source>
        <translation>服务商的名称为 1 到 64 个小写字母、数字、“.”、“_”或“-”，并以字母或数字开头</translation>
    </message>
    <message>
        <source>&apos;{name}&apos; is part of Dragoman&apos;s own addresses; choose another name</source>
        <translation>“{name}”是 Dragoman 自己地址的一部分；请换一个名称</translation>
    </message>
    <message>
        <source>a profile&apos;s name is 1 to 64 lower-case letters, digits, &apos;.&apos;, &apos;_&apos; or &apos;-&apos;</source>
        <translation>配置档的名称为 1 到 64 个小写字母、数字、“.”、“_”或“-”</translation>
    </message>
    <message>
        <source>a target is PROVIDER/MODEL, for example deepseek/deepseek-chat</source>
        <translation>目标的写法是 PROVIDER/MODEL，例如 deepseek/deepseek-chat</translation>
    </message>
    <message>
        <source>a key is not written here, but a reference to it: keyring:NAME, env:NAME or file:/path</source>
        <translation>这里不写密钥本身，而写它的引用：keyring:NAME、env:NAME 或 file:/path</translation>
    </message>
    <message>
        <source>must be one line, without control characters</source>
        <translation>必须是一行，没有控制字符</translation>
    </message>
    <message>
        <source>must be system, direct, or an address such as http://host:3128 or socks5://host:1080, without a user name or password (those can be told by HTTPS_PROXY, with system)</source>
        <translation>必须是 system、direct，或者像 http://host:3128、socks5://host:1080 这样的地址，不带用户名或密码（可以选 system，用 HTTPS_PROXY 给出）</translation>
    </message>
    <message>
        <source>a header&apos;s name has letters, digits and &apos;-&apos; only</source>
        <translation>标头的名称只能有字母、数字和“-”</translation>
    </message>
    <message>
        <source>the header {name} is set by Dragoman itself</source>
        <translation>标头 {name} 由 Dragoman 自己设置</translation>
    </message>
    <message>
        <source>the header {name} has a line break or a control character in its value</source>
        <translation>标头 {name} 的值里有换行或控制字符</translation>
    </message>
    <message>
        <source>the header {name} holds a secret: write a reference instead of its value (keyring:NAME, env:NAME or file:/path)</source>
        <translation>标头 {name} 含有密钥：请写引用而不是值（keyring:NAME、env:NAME 或 file:/path）</translation>
    </message>
    <message>
        <source>an origin is scheme://host or scheme://host:port, and nothing behind it</source>
        <translation>来源的写法是 scheme://host 或 scheme://host:port，后面没有其他内容</translation>
    </message>
    <message>
        <source>a host is a name or an address, without http:// and without a path</source>
        <translation>主机是名称或地址，不带 http://，也不带路径</translation>
    </message>
    <message>
        <source>must be the name of a time zone, such as Asia/Shanghai or Europe/Berlin</source>
        <translation>必须是时区的名称，例如 Asia/Shanghai 或 Europe/Berlin</translation>
    </message>
    <message>
        <source>must be postgresql+psycopg://USER@HOST/NAME, or sqlite:///PATH for a file</source>
        <translation>必须是 postgresql+psycopg://USER@HOST/NAME，文件则用 sqlite:///PATH</translation>
    </message>
    <message>
        <source>is no URL that can be read</source>
        <translation>不是可以读懂的 URL</translation>
    </message>
    <message>
        <source>must not have the password in it: set the whole URL as DRAGOMAN_DATABASE, or keep the password in PGPASSFILE</source>
        <translation>不能含有密码：请用 DRAGOMAN_DATABASE 设置整个 URL，或者把密码放在 PGPASSFILE 里</translation>
    </message>
    <message>
        <source>needs a preset or a base_url</source>
        <translation>需要预设或地址（base_url）</translation>
    </message>
    <message>
        <source>No key is sent</source>
        <translation>不发送密钥</translation>
    </message>
    <message>
        <source>The key was not rejected</source>
        <translation>密钥没有被拒绝</translation>
    </message>
    <message>
        <source>The environment variable {name}</source>
        <translation>环境变量 {name}</translation>
    </message>
    <message>
        <source>The key file {path}</source>
        <translation>密钥文件 {path}</translation>
    </message>
    <message>
        <source>connection refused</source>
        <translation>连接被拒绝</translation>
    </message>
    <message>
        <source>the connection was lost</source>
        <translation>连接中断</translation>
    </message>
    <message>
        <source>another program</source>
        <translation>另一个程序</translation>
    </message>
    <message>
        <source>another address</source>
        <translation>另一个地址</translation>
    </message>
    <message>
        <source>its host</source>
        <translation>它的主机</translation>
    </message>
    <message>
        <source>process {number}</source>
        <translation>进程 {number}</translation>
    </message>
    <message>
        <source>{program}, process {number}</source>
        <translation>{program}（进程 {number}）</translation>
    </message>
    <message>
        <source>all connections to it are in use</source>
        <translation>所有连接都在使用中</translation>
    </message>
    <message>
        <source>a model</source>
        <translation>某个模型</translation>
    </message>
    <message>
        <source>all of it</source>
        <translation>全部内容</translation>
    </message>
    <message>
        <source>a folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>no ordinary file</source>
        <translation>特殊文件</translation>
    </message>
    <message>
        <source>the environment</source>
        <translation>环境变量</translation>
    </message>
    <message>
        <source>{path}, line {number}</source>
        <translation>{path} 第 {number} 行</translation>
    </message>
    <message>
        <source>a set of variables</source>
        <translation>一组变量</translation>
    </message>
    <message>
        <source>an object</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>a table</source>
        <translation>表</translation>
    </message>
    <message>
        <source>a mapping</source>
        <translation>映射</translation>
    </message>
    <message>
        <source>a single value</source>
        <translation>单个值</translation>
    </message>
    <message>
        <source>the whole of it</source>
        <translation>整个文件</translation>
    </message>
    <message>
        <source>a quoted text does not end</source>
        <translation>引号内的文本没有结束</translation>
    </message>
    <message>
        <source>there is something after the end of the settings</source>
        <translation>设置结束之后还有内容</translation>
    </message>
    <message>
        <source>a comma is missing</source>
        <translation>缺少逗号</translation>
    </message>
    <message>
        <source>a key in double quotes is missing</source>
        <translation>缺少双引号内的键</translation>
    </message>
    <message>
        <source>the key {key} is there twice</source>
        <translation>键 {key} 出现了两次</translation>
    </message>
    <message>
        <source>a colon is missing</source>
        <translation>缺少冒号</translation>
    </message>
    <message>
        <source>it nests deeper than {count} levels</source>
        <translation>嵌套超过 {count} 层</translation>
    </message>
    <message>
        <source>a value is missing</source>
        <translation>缺少值</translation>
    </message>
    <message>
        <source>a text has an escape that does not exist</source>
        <translation>文本里有不存在的转义</translation>
    </message>
    <message>
        <source>{text} is not a value</source>
        <translation>{text} 不是值</translation>
    </message>
    <message>
        <source>there is a word that is no value</source>
        <translation>有一个不是值的词</translation>
    </message>
    <message>
        <source>a comment does not end</source>
        <translation>注释没有结束</translation>
    </message>
    <message>
        <source>a text does not end</source>
        <translation>文本没有结束</translation>
    </message>
    <message>
        <source>there is a character that does not belong there</source>
        <translation>有一个不该出现的字符</translation>
    </message>
    <message>
        <source>it is not TOML</source>
        <translation>它不是 TOML</translation>
    </message>
    <message>
        <source>it is not YAML</source>
        <translation>它不是 YAML</translation>
    </message>
    <message>
        <source>it is not YAML, or has two documents</source>
        <translation>它不是 YAML，或者含有两个文档</translation>
    </message>
    <message>
        <source>it is switched off or was removed</source>
        <translation>它已关闭或被移除</translation>
    </message>
    <message>
        <source>{names} and {count} more</source>
        <translation>{names} 等，还有 {count} 个</translation>
    </message>
    <message>
        <source>this machine</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>user</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>profile</source>
        <translation>配置档</translation>
    </message>
    <message>
        <source>provider</source>
        <translation>服务商</translation>
    </message>
    <message>
        <source>day</source>
        <translation>日</translation>
    </message>
    <message>
        <source>week</source>
        <translation>周</translation>
    </message>
    <message>
        <source>month</source>
        <translation>月</translation>
    </message>
    <message>
        <source>by {holder}</source>
        <translation>已被 {holder} 占用</translation>
    </message>
    <message>
        <source>by another program</source>
        <translation>已被另一个程序占用</translation>
    </message>
    <message>
        <source>The API key is missing or not valid here. Send this server&apos;s own client key, as &apos;Authorization: Bearer&apos;, &apos;x-api-key&apos; or &apos;x-goog-api-key&apos;.</source>
        <translation>缺少 API 密钥，或它在这里无效。请用 &apos;Authorization: Bearer&apos;、&apos;x-api-key&apos; 或 &apos;x-goog-api-key&apos; 发送本服务器自己的客户端密钥。</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>没有权限</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>没有这个文件或文件夹</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>磁盘空间不足</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>文件系统是只读的</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>它是文件夹</translation>
    </message>
    <message>
        <source>Not a directory</source>
        <translation>它不是文件夹</translation>
    </message>
    <message>
        <source>File exists</source>
        <translation>文件已存在</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>读写出错</translation>
    </message>
    <message>
        <source>Operation not permitted</source>
        <translation>不允许此操作</translation>
    </message>
    <message>
        <source>Too many open files</source>
        <translation>打开的文件太多</translation>
    </message>
    <message>
        <source>Connection refused</source>
        <translation>连接被拒绝</translation>
    </message>
    <message>
        <source>Connection reset by peer</source>
        <translation>连接被对方重置</translation>
    </message>
    <message>
        <source>Network is unreachable</source>
        <translation>网络不可达</translation>
    </message>
    <message>
        <source>No route to host</source>
        <translation>没有通往主机的路由</translation>
    </message>
    <message>
        <source>Address already in use</source>
        <translation>地址已被占用</translation>
    </message>
    <message>
        <source>Cannot assign requested address</source>
        <translation>无法使用这个地址</translation>
    </message>
    <message>
        <source>database is locked</source>
        <translation>数据库已被锁定</translation>
    </message>
    <message>
        <source>disk I/O error</source>
        <translation>磁盘读写出错</translation>
    </message>
    <message>
        <source>database or disk is full</source>
        <translation>数据库或磁盘已满</translation>
    </message>
    <message>
        <source>database disk image is malformed</source>
        <translation>数据库文件已损坏</translation>
    </message>
    <message>
        <source>attempt to write a readonly database</source>
        <translation>数据库是只读的</translation>
    </message>
    <message>
        <source>unable to open database file</source>
        <translation>无法打开数据库文件</translation>
    </message>
    <message>
        <source>file is not a database</source>
        <translation>文件不是数据库</translation>
    </message>
</context>
<context>
    <name>Failures</name>
    <message>
        <source>bad request</source>
        <translation>请求有误</translation>
    </message>
    <message>
        <source>cannot be translated</source>
        <translation>无法转换</translation>
    </message>
    <message>
        <source>conversation too long</source>
        <translation>对话过长</translation>
    </message>
    <message>
        <source>too large</source>
        <translation>过大</translation>
    </message>
    <message>
        <source>client key rejected</source>
        <translation>客户端密钥被拒绝</translation>
    </message>
    <message>
        <source>not permitted</source>
        <translation>没有权限</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>unknown model</source>
        <translation>未知模型</translation>
    </message>
    <message>
        <source>wrong method</source>
        <translation>方法不对</translation>
    </message>
    <message>
        <source>conflict</source>
        <translation>冲突</translation>
    </message>
    <message>
        <source>no money left</source>
        <translation>余额不足</translation>
    </message>
    <message>
        <source>rate limited</source>
        <translation>被限流</translation>
    </message>
    <message>
        <source>overloaded</source>
        <translation>过载</translation>
    </message>
    <message>
        <source>timed out</source>
        <translation>超时</translation>
    </message>
    <message>
        <source>not reached</source>
        <translation>连接不上</translation>
    </message>
    <message>
        <source>key rejected</source>
        <translation>密钥被拒绝</translation>
    </message>
    <message>
        <source>provider failed</source>
        <translation>服务商出错</translation>
    </message>
    <message>
        <source>answer not understood</source>
        <translation>无法理解回答</translation>
    </message>
    <message>
        <source>cut</source>
        <translation>中断</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>unavailable</source>
        <translation>不可用</translation>
    </message>
    <message>
        <source>a fault of Dragoman</source>
        <translation>Dragoman 自身的故障</translation>
    </message>
    <message>
        <source>content</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>option</source>
        <translation>选项</translation>
    </message>
    <message>
        <source>marker</source>
        <translation>标记</translation>
    </message>
</context>
<context>
    <name>FirstRun</name>
    <message>
        <source>Connect {client}</source>
        <translation>连接 {client}</translation>
    </message>
    <message>
        <source>Start it through Dragoman</source>
        <translation>通过 Dragoman 启动</translation>
    </message>
    <message>
        <source>It has no settings of its own for this: a command starts it.</source>
        <translation>它没有可供修改的设置，要用一条命令来启动。</translation>
    </message>
    <message>
        <source>What connecting would change</source>
        <translation>连接会改动什么</translation>
    </message>
    <message>
        <source>What will change?</source>
        <translation>会改动什么？</translation>
    </message>
    <message>
        <source>Hide what will change</source>
        <translation>收起改动内容</translation>
    </message>
    <message>
        <source>Nothing: it is set up so already.</source>
        <translation>没有改动：已经设置好了。</translation>
    </message>
    <message>
        <source>No client that Dragoman knows was found on this machine. Anything that takes a base URL and a key can use it: give it the address below and the key from the settings.</source>
        <translation>本机上没有找到 Dragoman 认识的客户端。任何能填写基础地址和密钥的程序都可以使用它：填入下面的地址和设置里的密钥即可。</translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation>复制地址</translation>
    </message>
    <message>
        <source>Keys and snippets</source>
        <translation>密钥与代码片段</translation>
    </message>
    <message>
        <source>Open the settings of the server</source>
        <translation>打开服务器设置</translation>
    </message>
    <message>
        <source>Look at it</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Ask something with your client: its first request shows here.</source>
        <translation>用你的客户端提一个问题：它的第一个请求会显示在这里。</translation>
    </message>
    <message>
        <source>Address: {url}</source>
        <translation>地址：{url}</translation>
    </message>
    <message>
        <source>A request arrived from {client}; it is being answered.</source>
        <translation>收到 {client} 的请求，正在回答。</translation>
    </message>
    <message>
        <source>Working: {client} asked, {provider} answered.</source>
        <translation>成功：{client} 提问，{provider} 作答。</translation>
    </message>
    <message>
        <source>A request arrived, and failed.</source>
        <translation>收到了一个请求，但失败了。</translation>
    </message>
    <message>
        <source>Try the demo</source>
        <translation>试用演示</translation>
    </message>
    <message>
        <source>No key at hand? The built-in demo answers offline.</source>
        <translation>手边没有密钥？内置的演示服务商可以离线作答。</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>服务商</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Paste another key</source>
        <translation>粘贴另一个密钥</translation>
    </message>
    <message>
        <source>Use this key</source>
        <translation>使用这个密钥</translation>
    </message>
    <message>
        <source>Test again</source>
        <translation>重新测试</translation>
    </message>
    <message>
        <source>Trying {provider}</source>
        <translation>正在测试 {provider}</translation>
    </message>
    <message>
        <source>Everything works.</source>
        <translation>一切正常。</translation>
    </message>
    <message>
        <source>You can also go on, and come back to it in the settings.</source>
        <translation>也可以先继续，以后再到设置里处理。</translation>
    </message>
    <message>
        <source>Welcome to Dragoman</source>
        <translation>欢迎使用 Dragoman</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>Who answers?</source>
        <translation>由谁作答？</translation>
    </message>
    <message>
        <source>Choose the provider whose models you want to use. More can be added later.</source>
        <translation>选择你想使用其模型的服务商。以后可以再添加。</translation>
    </message>
    <message>
        <source>Does it work?</source>
        <translation>能用吗？</translation>
    </message>
    <message>
        <source>Dragoman asks it something small and watches each step.</source>
        <translation>Dragoman 会问它一个小问题，并观察每一步。</translation>
    </message>
    <message>
        <source>Who asks?</source>
        <translation>由谁提问？</translation>
    </message>
    <message>
        <source>Switch on the clients that should use Dragoman. Switching off puts their own settings back exactly.</source>
        <translation>打开应当使用 Dragoman 的客户端。关闭时会原样恢复它们自己的设置。</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
</context>
<context>
    <name>General</name>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>Disconnect clients when quitting</source>
        <translation>退出时断开客户端</translation>
    </message>
    <message>
        <source>Dragoman starts at login</source>
        <translation>登录时启动 Dragoman</translation>
    </message>
    <message>
        <source>Dragoman does not start at login</source>
        <translation>登录时不启动 Dragoman</translation>
    </message>
    <message>
        <source>What is kept</source>
        <translation>保留什么</translation>
    </message>
    <message>
        <source>Transcripts</source>
        <translation>会话记录</translation>
    </message>
    <message>
        <source>Log level</source>
        <translation>日志级别</translation>
    </message>
    <message>
        <source>The history is empty.</source>
        <translation>历史已清空。</translation>
    </message>
    <message>
        <source>{path} could not be written: {reason}.</source>
        <translation>无法写入 {path}：{reason}。</translation>
    </message>
    <message>
        <source>Saved as {path}.</source>
        <translation>已保存为 {path}。</translation>
    </message>
    <message>
        <source>{path} is too large for an export of settings.</source>
        <translation>{path} 太大，不是导出的设置。</translation>
    </message>
    <message>
        <source>{path} is no export of settings: it is no text.</source>
        <translation>{path} 不是导出的设置：它不是文本。</translation>
    </message>
    <message>
        <source>{path} cannot be read: {reason}.</source>
        <translation>无法读取 {path}：{reason}。</translation>
    </message>
    <message>
        <source>Errors only</source>
        <translation>仅错误</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>普通</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>No level logs a key or a word of a conversation.</source>
        <translation>任何级别都不会记录密钥或对话内容。</translation>
    </message>
    <message>
        <source>Log files</source>
        <translation>日志文件</translation>
    </message>
    <message>
        <source>Free software under the MIT licence. It calls nobody but the providers that you set up.</source>
        <translation>自由软件，采用 MIT 许可证。除了你设置的服务商，它不联系任何人。</translation>
    </message>
    <message>
        <source>Libraries and their licences</source>
        <translation>所用的库及其许可证</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>库</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>正在统计…</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Open the folder of {what}</source>
        <translation>打开文件夹：{what}</translation>
    </message>
    <message>
        <source>Take your settings along</source>
        <translation>带走你的设置</translation>
    </message>
    <message>
        <source>An export holds no key and no place of one: after an import you paste keys again. Usage, people and transcripts stay where they are.</source>
        <translation>导出的文件不含密钥，也不含密钥的位置：导入后需要重新粘贴密钥。用量、用户和会话记录留在原处。</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Import now</source>
        <translation>立即导入</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Reset settings</source>
        <translation>重置设置</translation>
    </message>
    <message>
        <source>Providers, profiles and everything on these pages go back to the beginning. You can undo it. Keys stay in your keyring, usage stays.</source>
        <translation>服务商、配置档以及这些页面上的一切都会回到初始状态。可以撤销。密钥留在你的钥匙串里，用量保留。</translation>
    </message>
    <message>
        <source>Export settings</source>
        <translation>导出设置</translation>
    </message>
    <message>
        <source>Import settings</source>
        <translation>导入设置</translation>
    </message>
    <message>
        <source>Settings (*.toml)</source>
        <translation>设置 (*.toml)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>{name} would do this:</source>
        <translation>{name} 会做这些事：</translation>
    </message>
    <message>
        <source>New providers: {names}</source>
        <translation>新增服务商：{names}</translation>
    </message>
    <message>
        <source>Replaced providers: {names}</source>
        <translation>替换服务商：{names}</translation>
    </message>
    <message>
        <source>Unchanged: {names}</source>
        <translation>保持不变：{names}</translation>
    </message>
    <message>
        <source>Need a key afterwards: {names}</source>
        <translation>之后需要填写密钥：{names}</translation>
    </message>
    <message>
        <source>Profiles and the other settings are taken over, too.</source>
        <translation>配置档和其他设置也会一并采用。</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>days</source>
        <translation>天</translation>
    </message>
    <message>
        <source>Keep each request&apos;s numbers for</source>
        <translation>每个请求的数字保留</translation>
    </message>
    <message>
        <source>Tokens, costs and times, no words. Their sums stay for ever.</source>
        <translation>token、费用和时间，不含任何文字。合计会一直保留。</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Chosen</source>
        <translation>指定</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Whole conversations, to be looked into in Requests. Off unless you say so.</source>
        <translation>完整的对话，可在“请求”窗口查看。除非你打开，否则关闭。</translation>
    </message>
    <message>
        <source>Names, with commas between them</source>
        <translation>名称，用逗号分隔</translation>
    </message>
    <message>
        <source>Of these people</source>
        <translation>这些用户的</translation>
    </message>
    <message>
        <source>Of these keys</source>
        <translation>这些密钥的</translation>
    </message>
    <message>
        <source>Keep transcripts for</source>
        <translation>会话记录保留</translation>
    </message>
    <message>
        <source>Keep at most</source>
        <translation>最多保留</translation>
    </message>
    <message>
        <source>Of all transcripts together; the oldest go first.</source>
        <translation>所有会话记录合计；最旧的先删除。</translation>
    </message>
    <message>
        <source>Clear history</source>
        <translation>清空历史</translation>
    </message>
    <message>
        <source>Every request, its numbers and every transcript go for good. Nothing brings them back. Settings, people and keys stay.</source>
        <translation>所有请求、它们的数字和全部会话记录都会永久删除，无法恢复。设置、用户和密钥会保留。</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>永久删除</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Answers to go on from</source>
        <translation>可继续的回答</translation>
    </message>
    <message>
        <source>In memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>On disk</source>
        <translation>磁盘</translation>
    </message>
    <message>
        <source>Another database</source>
        <translation>使用其他数据库</translation>
    </message>
    <message>
        <source>The history takes {size}.</source>
        <translation>历史记录占用 {size}。</translation>
    </message>
    <message>
        <source>No word of any conversation is kept on this machine.</source>
        <translation>本机不保存任何对话的文字。</translation>
    </message>
    <message>
        <source>Prompts and answers are written to the database word for word, known keys taken out. They are not encrypted: whoever can read your files can read them.</source>
        <translation>提示和回答会逐字写入数据库，已知的密钥会被去除。内容没有加密：能读取你文件的人就能读到。</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Start at login</source>
        <translation>登录时启动</translation>
    </message>
    <message>
        <source>Dragoman is in the tray as soon as you are signed in.</source>
        <translation>登录后 Dragoman 就会出现在托盘里。</translation>
    </message>
    <message>
        <source>Your clients get their own settings back when Dragoman ends, and are connected again when it starts.</source>
        <translation>Dragoman 退出时，客户端恢复自己的设置；启动时再重新连接。</translation>
    </message>
    <message>
        <source>When a budget is nearly or wholly spent</source>
        <translation>当预算快用完或已用完时</translation>
    </message>
    <message>
        <source>When another provider stands in for the first</source>
        <translation>当另一个服务商代替第一个作答时</translation>
    </message>
    <message>
        <source>When a provider rejects its key</source>
        <translation>当服务商拒绝其密钥时</translation>
    </message>
    <message>
        <source>When the server cannot start, or stops by itself</source>
        <translation>当服务器无法启动或自行停止时</translation>
    </message>
    <message>
        <source>General</source>
        <translation>通用</translation>
    </message>
    <message>
        <source>How Dragoman looks, what it tells you, and what it keeps.</source>
        <translation>Dragoman 的外观、它会告诉你什么，以及它保留什么。</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>页面</translation>
    </message>
</context>
<context>
    <name>Models</name>
    <message>
        <source>There is a profile of this name already.</source>
        <translation>已经有同名的配置档。</translation>
    </message>
    <message>
        <source>Profile {profile} added</source>
        <translation>已添加配置档 {profile}</translation>
    </message>
    <message>
        <source>Profile {profile} removed</source>
        <translation>已移除配置档 {profile}</translation>
    </message>
    <message>
        <source>Which name does the client ask for?</source>
        <translation>客户端请求的是哪个名称？</translation>
    </message>
    <message>
        <source>There is a rule for this name already.</source>
        <translation>这个名称已经有一条规则。</translation>
    </message>
    <message>
        <source>Rule for {client} removed</source>
        <translation>已移除 {client} 的规则</translation>
    </message>
    <message>
        <source>Rule for {client} changed</source>
        <translation>已修改 {client} 的规则</translation>
    </message>
    <message>
        <source>Everything else goes to {provider}</source>
        <translation>其余一切交给 {provider}</translation>
    </message>
    <message>
        <source>An earlier rule has the same name: this one never holds.</source>
        <translation>前面有一条同名规则：这一条永远不会生效。</translation>
    </message>
    <message>
        <source>Names such as {example} go by the rule for {rule} instead.</source>
        <translation>像 {example} 这样的名称会先按 {rule} 的规则走。</translation>
    </message>
    <message>
        <source>Which provider and model shall answer?</source>
        <translation>由哪个服务商的哪个模型来回答？</translation>
    </message>
    <message>
        <source>Write it as provider/model, or take one of the list.</source>
        <translation>请写成“服务商/模型”，或从列表中选一个。</translation>
    </message>
    <message>
        <source>There is no provider {name}.</source>
        <translation>没有名为 {name} 的服务商。</translation>
    </message>
    <message>
        <source>not set up</source>
        <translation>未设置</translation>
    </message>
    <message>
        <source>switched off</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>Models and profiles</source>
        <translation>模型与配置档</translation>
    </message>
    <message>
        <source>What each model name that a client asks for becomes. A profile is a set of such rules; every client key belongs to one.</source>
        <translation>客户端请求的每个模型名称会变成什么。配置档是一组这样的规则；每个客户端密钥属于一个配置档。</translation>
    </message>
    <message>
        <source>No rule yet: names go to a provider that lists them, everything else to the default.</source>
        <translation>还没有规则：名称会交给列出它的服务商，其余一切交给默认服务商。</translation>
    </message>
    <message>
        <source>the name that the client asked for</source>
        <translation>客户端请求的名称</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>配置档</translation>
    </message>
    <message>
        <source>Remove this profile</source>
        <translation>移除此配置档</translation>
    </message>
    <message>
        <source>Add a profile</source>
        <translation>添加配置档</translation>
    </message>
    <message>
        <source>Name of the new profile</source>
        <translation>新配置档的名称</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Add a rule</source>
        <translation>添加规则</translation>
    </message>
    <message>
        <source>Name that a client asks for</source>
        <translation>客户端请求的名称</translation>
    </message>
    <message>
        <source>When a client asks for</source>
        <translation>当客户端请求</translation>
    </message>
    <message>
        <source>A name, a pattern such as gpt-*, or one of {families}.</source>
        <translation>一个名称、gpt-* 这样的模式，或 {families} 之一。</translation>
    </message>
    <message>
        <source>Provider and model that answer</source>
        <translation>负责回答的服务商和模型</translation>
    </message>
    <message>
        <source>use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>A provider and its model. provider/* passes the name on as it is.</source>
        <translation>服务商及其模型；“服务商/*”表示原样传递名称。</translation>
    </message>
    <message>
        <source>Add rule</source>
        <translation>添加规则</translation>
    </message>
    <message>
        <source>Everything else</source>
        <translation>其余一切</translation>
    </message>
    <message>
        <source>Serves names that no rule and no list knows.</source>
        <translation>用于没有规则、也没有列表认识的名称。</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>服务商</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>What would happen with…</source>
        <translation>如果请求……会怎样</translation>
    </message>
    <message>
        <source>A model name, such as claude-opus-4-8</source>
        <translation>一个模型名称，例如 claude-opus-4-8</translation>
    </message>
    <message>
        <source>, then </source>
        <translation>，然后 </translation>
    </message>
    <message>
        <source>It goes to {targets}.</source>
        <translation>它会交给 {targets}。</translation>
    </message>
    <message>
        <source>By the rule for the family {family}.</source>
        <translation>依据家族 {family} 的规则。</translation>
    </message>
    <message>
        <source>A provider lists a model of this name.</source>
        <translation>有服务商列出了这个名称的模型。</translation>
    </message>
    <message>
        <source>No rule and no list knows it: the default serves it.</source>
        <translation>没有规则、也没有列表认识它：由默认服务商作答。</translation>
    </message>
    <message>
        <source>The name says the provider and the model.</source>
        <translation>名称里写明了服务商和模型。</translation>
    </message>
    <message>
        <source>The address says the provider.</source>
        <translation>地址里写明了服务商。</translation>
    </message>
    <message>
        <source>By the rule for {rule}.</source>
        <translation>依据 {rule} 的规则。</translation>
    </message>
    <message>
        <source>Name that the client asks for</source>
        <translation>客户端请求的名称</translation>
    </message>
    <message>
        <source>Remove the rule for {client}</source>
        <translation>移除 {client} 的规则</translation>
    </message>
    <message>
        <source>Add a target to {client}</source>
        <translation>为 {client} 添加目标</translation>
    </message>
    <message>
        <source>Add another to fall back on…</source>
        <translation>再添加一个备用……</translation>
    </message>
    <message>
        <source>Move {target}: drag, or Alt+Up and Alt+Down</source>
        <translation>移动 {target}：拖动，或按 Alt+↑ 和 Alt+↓</translation>
    </message>
    <message>
        <source>then</source>
        <translation>然后</translation>
    </message>
    <message>
        <source>Use {target} no more</source>
        <translation>不再使用 {target}</translation>
    </message>
    <message>
        <source>any Claude {family}</source>
        <translation>任何 Claude {family}</translation>
    </message>
    <message>
        <source>Show what is offered</source>
        <translation>显示可选的模型</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>{percent} % of today&apos;s budget is spent: {spent} of {limit}.</source>
        <translation>今天的预算已用 {percent}%：{limit} 中的 {spent}。</translation>
    </message>
    <message>
        <source>{percent} % of this week&apos;s budget is spent: {spent} of {limit}.</source>
        <translation>本周的预算已用 {percent}%：{limit} 中的 {spent}。</translation>
    </message>
    <message>
        <source>{percent} % of this month&apos;s budget is spent: {spent} of {limit}.</source>
        <translation>本月的预算已用 {percent}%：{limit} 中的 {spent}。</translation>
    </message>
    <message>
        <source>{provider} did not serve a request, {to} did.</source>
        <translation>{provider} 未能作答，由 {to} 代替。</translation>
    </message>
    <message>
        <source>{provider} rejected the key ({status}). Paste a new one.</source>
        <translation>{provider} 拒绝了密钥（{status}）。请粘贴新的密钥。</translation>
    </message>
    <message>
        <source>{provider} rejected the key. Paste a new one.</source>
        <translation>{provider} 拒绝了密钥。请粘贴新的密钥。</translation>
    </message>
</context>
<context>
    <name>People</name>
    <message>
        <source>{name} changed</source>
        <translation>已修改 {name}</translation>
    </message>
    <message>
        <source>{name} may use the gateway again</source>
        <translation>{name} 可以重新使用网关</translation>
    </message>
    <message>
        <source>{name} was deactivated</source>
        <translation>已停用 {name}</translation>
    </message>
    <message>
        <source>The key {name} changed</source>
        <translation>已修改密钥 {name}</translation>
    </message>
    <message>
        <source>The key {name} works again</source>
        <translation>密钥 {name} 重新生效</translation>
    </message>
    <message>
        <source>The key {name} was revoked</source>
        <translation>已吊销密钥 {name}</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>电子邮件</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>A new person</source>
        <translation>新用户</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>laptop</source>
        <translation>笔记本电脑</translation>
    </message>
    <message>
        <source>No limit</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>The program or machine that uses it.</source>
        <translation>使用它的程序或机器。</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>配置档</translation>
    </message>
    <message>
        <source>It decides which models its requests get.</source>
        <translation>它决定请求用到哪些模型。</translation>
    </message>
    <message>
        <source>Works until</source>
        <translation>有效期至</translation>
    </message>
    <message>
        <source>Requests per minute</source>
        <translation>每分钟请求数</translation>
    </message>
    <message>
        <source>Tokens per minute</source>
        <translation>每分钟 token 数</translation>
    </message>
    <message>
        <source>Input and output together.</source>
        <translation>输入与输出合计。</translation>
    </message>
    <message>
        <source>Requests at once</source>
        <translation>同时请求数</translation>
    </message>
    <message>
        <source>A new key</source>
        <translation>新密钥</translation>
    </message>
    <message>
        <source>No person</source>
        <translation>不属于任何用户</translation>
    </message>
    <message>
        <source>In 7 days</source>
        <translation>7 天后</translation>
    </message>
    <message>
        <source>In 30 days</source>
        <translation>30 天后</translation>
    </message>
    <message>
        <source>In 90 days</source>
        <translation>90 天后</translation>
    </message>
    <message>
        <source>In a year</source>
        <translation>一年后</translation>
    </message>
    <message>
        <source>For ever</source>
        <translation>永久</translation>
    </message>
    <message>
        <source>Whose keys are listed</source>
        <translation>列出谁的密钥</translation>
    </message>
    <message>
        <source>Add a key</source>
        <translation>添加密钥</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>There are no keys here yet.</source>
        <translation>这里还没有密钥。</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>限制</translation>
    </message>
    <message>
        <source>Last used</source>
        <translation>上次使用</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Revoke</source>
        <translation>吊销</translation>
    </message>
    <message>
        <source>All keys</source>
        <translation>所有密钥</translation>
    </message>
    <message>
        <source>Of no person</source>
        <translation>不属于任何用户</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Copy it now and give it to whoever uses it. Nobody can ever show it again: only its fingerprint is kept.</source>
        <translation>请立即复制并交给使用者。之后再也无法显示：只保存它的指纹。</translation>
    </message>
    <message>
        <source>The new key</source>
        <translation>新密钥</translation>
    </message>
    <message>
        <source>Copy key</source>
        <translation>复制密钥</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>The key {name}</source>
        <translation>密钥 {name}</translation>
    </message>
    <message>
        <source>People and keys</source>
        <translation>用户与密钥</translation>
    </message>
    <message>
        <source>Who may use this gateway, and what each of their keys may do.</source>
        <translation>谁可以使用这个网关，以及他们的每个密钥可以做什么。</translation>
    </message>
    <message>
        <source>This machine</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>Programs on this machine use a key of its own, which has no limits. Clients that you connect get one each, listed below.</source>
        <translation>本机上的程序使用一个专用的密钥，没有限制。你连接的每个客户端各有一个密钥，列在下面。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Add a person</source>
        <translation>添加用户</translation>
    </message>
    <message>
        <source>People</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Only you so far</source>
        <translation>目前只有你</translation>
    </message>
    <message>
        <source>You need nobody here for yourself: programs on this machine have a key already. Add people when others use this gateway. Each gets their own keys, limits and budgets, and you see who spent what.</source>
        <translation>只有自己用时，这里不需要任何人：本机上的程序已经有密钥。当别人也使用这个网关时再添加用户。每个人有自己的密钥、限制和预算，你能看到谁花了多少。</translation>
    </message>
    <message>
        <source>Show keys</source>
        <translation>显示密钥</translation>
    </message>
    <message>
        <source>Deactivate</source>
        <translation>停用</translation>
    </message>
    <message>
        <source>Reactivate</source>
        <translation>重新启用</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>有效</translation>
    </message>
    <message>
        <source>Deactivated</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>Revoked</source>
        <translation>已吊销</translation>
    </message>
    <message>
        <source>Person is off</source>
        <translation>用户已停用</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>已过期</translation>
    </message>
    <message>
        <source>Until {day}</source>
        <translation>至 {day}</translation>
    </message>
    <message>
        <source>Works</source>
        <translation>有效</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>从未</translation>
    </message>
    <message>
        <source>{count} requests/min</source>
        <translation>{count} 个请求/分钟</translation>
    </message>
    <message>
        <source>{count} tokens/min</source>
        <translation>{count} token/分钟</translation>
    </message>
    <message>
        <source>{count} at once</source>
        <translation>同时 {count} 个</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>Providers</name>
    <message>
        <source>It needs a key.</source>
        <translation>需要密钥。</translation>
    </message>
    <message>
        <source>Another provider has this name.</source>
        <translation>另一个服务商已使用这个名称。</translation>
    </message>
    <message>
        <source>It needs an address.</source>
        <translation>需要地址。</translation>
    </message>
    <message>
        <source>Write env:NAME for a variable, or file:/path for a file.</source>
        <translation>变量写作 env:NAME，文件写作 file:/path。</translation>
    </message>
    <message>
        <source>{provider} switched on</source>
        <translation>已启用 {provider}</translation>
    </message>
    <message>
        <source>{provider} switched off</source>
        <translation>已停用 {provider}</translation>
    </message>
    <message>
        <source>{provider} is the default</source>
        <translation>{provider} 已设为默认</translation>
    </message>
    <message>
        <source>Default model of {provider}</source>
        <translation>{provider} 的默认模型</translation>
    </message>
    <message>
        <source>{provider} moved</source>
        <translation>已移动 {provider}</translation>
    </message>
    <message>
        <source>{provider} changed</source>
        <translation>已修改 {provider}</translation>
    </message>
    <message>
        <source>on this machine</source>
        <translation>在本机</translation>
    </message>
    <message>
        <source>Found on this computer</source>
        <translation>在这台电脑上找到</translation>
    </message>
    <message>
        <source>{models} and {count} more</source>
        <translation>{models} 等（另有 {count} 个）</translation>
    </message>
    <message>
        <source>no model loaded</source>
        <translation>没有加载模型</translation>
    </message>
    <message>
        <source>set up already</source>
        <translation>已设置</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Use {name}</source>
        <translation>使用 {name}</translation>
    </message>
    <message>
        <source>Search providers</source>
        <translation>搜索服务商</translation>
    </message>
    <message>
        <source>No provider that Dragoman knows is called so. If it speaks one of these APIs, its address is enough.</source>
        <translation>Dragoman 不认识叫这个名字的服务商。只要它支持下面任一种接口，填上地址即可。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>What it is called here, in rules and in the tray.</source>
        <translation>它在这里、在规则和托盘里的名称。</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>The base URL of its API, with or without /v1.</source>
        <translation>其 API 的基础地址，末尾可带或不带 /v1。</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Add and test</source>
        <translation>添加并测试</translation>
    </message>
    <message>
        <source>Paste the key</source>
        <translation>粘贴密钥</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Where the key is</source>
        <translation>密钥的位置</translation>
    </message>
    <message>
        <source>Where the key is: env:NAME for a variable, file:/path for a file of yours.</source>
        <translation>密钥的位置：env:名称 表示环境变量，file:/路径 表示你的文件。</translation>
    </message>
    <message>
        <source>Where do I get a key?</source>
        <translation>从哪里获取密钥？</translation>
    </message>
    <message>
        <source>Adding…</source>
        <translation>正在添加……</translation>
    </message>
    <message>
        <source>Most servers on your own machine need none. </source>
        <translation>你自己机器上的服务器大多不需要密钥。</translation>
    </message>
    <message>
        <source>It is kept in this machine&apos;s keyring and in no file.</source>
        <translation>它保存在本机的钥匙串里，不写入任何文件。</translation>
    </message>
    <message>
        <source>Paste the key instead</source>
        <translation>改为粘贴密钥</translation>
    </message>
    <message>
        <source>Use a variable or a file instead</source>
        <translation>改用环境变量或文件</translation>
    </message>
    <message>
        <source>not tried yet</source>
        <translation>尚未试过</translation>
    </message>
    <message>
        <source>works</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>slow</source>
        <translation>缓慢</translation>
    </message>
    <message>
        <source>rate limited</source>
        <translation>被限流</translation>
    </message>
    <message>
        <source>key rejected</source>
        <translation>密钥被拒绝</translation>
    </message>
    <message>
        <source>failing</source>
        <translation>出错</translation>
    </message>
    <message>
        <source>switched off</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>cannot be used</source>
        <translation>无法使用</translation>
    </message>
    <message>
        <source>built in, offline</source>
        <translation>内置，离线</translation>
    </message>
    <message>
        <source>your own address</source>
        <translation>你自己的地址</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>加密</translation>
    </message>
    <message>
        <source>Sign-in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Streaming</source>
        <translation>流式输出</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>Check the provider&apos;s address and proxy, then test again.</source>
        <translation>请检查服务商的地址和代理，然后重新测试。</translation>
    </message>
    <message>
        <source>Where a company&apos;s proxy reads along, this computer must trust its certificate.</source>
        <translation>如果公司的代理会解密流量，这台电脑必须信任它的证书。</translation>
    </message>
    <message>
        <source>Put another key in its place.</source>
        <translation>请换一个密钥。</translation>
    </message>
    <message>
        <source>Ask which models it has, and offer one that it serves.</source>
        <translation>请查询它有哪些模型，再选用其中一个。</translation>
    </message>
    <message>
        <source>It can be used all the same.</source>
        <translation>仍然可以使用。</translation>
    </message>
    <message>
        <source>For chats it will do; agents need another model.</source>
        <translation>用来聊天没有问题；智能体需要换一个模型。</translation>
    </message>
    <message>
        <source>in this machine&apos;s keyring</source>
        <translation>在本机的钥匙串里</translation>
    </message>
    <message>
        <source>in the variable {name}</source>
        <translation>在环境变量 {name} 里</translation>
    </message>
    <message>
        <source>in the file {name}</source>
        <translation>在文件 {name} 里</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>Make default</source>
        <translation>设为默认</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Default model</source>
        <translation>默认模型</translation>
    </message>
    <message>
        <source>Serves every name that no rule and no list knows.</source>
        <translation>用于没有规则、也没有列表认识的名称。</translation>
    </message>
    <message>
        <source>Address, proxy, headers, times</source>
        <translation>地址、代理、请求头、时限</translation>
    </message>
    <message>
        <source>Way to the provider</source>
        <translation>连接方式</translation>
    </message>
    <message>
        <source>as the system says</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>direct, without a proxy</source>
        <translation>直连，不用代理</translation>
    </message>
    <message>
        <source>by a proxy of its own</source>
        <translation>使用单独的代理</translation>
    </message>
    <message>
        <source>as the client asks</source>
        <translation>按客户端的请求</translation>
    </message>
    <message>
        <source>Name of the header</source>
        <translation>请求头名称</translation>
    </message>
    <message>
        <source>Value of the header</source>
        <translation>请求头的值</translation>
    </message>
    <message>
        <source>Add header</source>
        <translation>添加请求头</translation>
    </message>
    <message>
        <source>Remove {header}</source>
        <translation>移除 {header}</translation>
    </message>
    <message>
        <source>Paste a key</source>
        <translation>粘贴密钥</translation>
    </message>
    <message>
        <source>Add key</source>
        <translation>添加密钥</translation>
    </message>
    <message>
        <source>Keep in the keyring</source>
        <translation>存入钥匙串</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>With several keys, the next one takes over where one is rejected or rate limited.</source>
        <translation>有多个密钥时，一个被拒绝或被限流，下一个会接替。</translation>
    </message>
    <message>
        <source>No key is set.</source>
        <translation>没有设置密钥。</translation>
    </message>
    <message>
        <source>Key {number}</source>
        <translation>密钥 {number}</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Replace {key}</source>
        <translation>替换{key}</translation>
    </message>
    <message>
        <source>Remove {key}</source>
        <translation>移除{key}</translation>
    </message>
    <message>
        <source>Paste the new key</source>
        <translation>粘贴新密钥</translation>
    </message>
    <message>
        <source>Ask which models it has</source>
        <translation>查询它有哪些模型</translation>
    </message>
    <message>
        <source>Search models</source>
        <translation>搜索模型</translation>
    </message>
    <message>
        <source>Models that are offered</source>
        <translation>提供的模型</translation>
    </message>
    <message>
        <source>Grey ones come with the provider: clients may always ask them.</source>
        <translation>灰色的是服务商自带的模型，客户端随时可用。</translation>
    </message>
    <message>
        <source>Offered to clients: {offered} of {known}</source>
        <translation>提供给客户端：{offered} / {known}</translation>
    </message>
    <message>
        <source>Which models it has is not known yet.</source>
        <translation>还不知道它有哪些模型。</translation>
    </message>
    <message>
        <source>Providers</source>
        <translation>服务商</translation>
    </message>
    <message>
        <source>Who answers. A model that no rule names goes to the default; the order is the one in which they are listed.</source>
        <translation>由谁作答。没有规则指定的模型交给默认服务商；列出的顺序就是这里的顺序。</translation>
    </message>
    <message>
        <source>Add provider</source>
        <translation>添加服务商</translation>
    </message>
    <message>
        <source>Back to the providers</source>
        <translation>返回服务商列表</translation>
    </message>
    <message>
        <source>No provider yet</source>
        <translation>还没有服务商</translation>
    </message>
    <message>
        <source>Add one with its key, a model server that runs on this machine, or the built-in demo.</source>
        <translation>添加一个带密钥的服务商、本机上运行的模型服务，或内置的演示。</translation>
    </message>
    <message>
        <source>Move {provider}: drag, or Alt+Up and Alt+Down</source>
        <translation>移动 {provider}：拖动，或按 Alt+↑ 和 Alt+↓</translation>
    </message>
    <message>
        <source>default</source>
        <translation>默认</translation>
    </message>
    <message>
        <source>Use {provider}</source>
        <translation>使用 {provider}</translation>
    </message>
    <message>
        <source>{money} this month</source>
        <translation>本月 {money}</translation>
    </message>
    <message>
        <source>Close {name}</source>
        <translation>收起 {name}</translation>
    </message>
    <message>
        <source>Open {name}</source>
        <translation>展开 {name}</translation>
    </message>
    <message>
        <source>{count} models</source>
        <translation>{count} 个模型</translation>
    </message>
</context>
<context>
    <name>Requests</name>
    <message>
        <source>changed</source>
        <translation>已改动</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>已省略</translation>
    </message>
    <message>
        <source>added</source>
        <translation>已加入</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Instructions</source>
        <translation>指令</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Assistant</source>
        <translation>助手</translation>
    </message>
    <message>
        <source>Thinking</source>
        <translation>思考</translation>
    </message>
    <message>
        <source>Refusal</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Audio</source>
        <translation>音频</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>Tool call</source>
        <translation>工具调用</translation>
    </message>
    <message>
        <source>Tool result</source>
        <translation>工具结果</translation>
    </message>
    <message>
        <source>Tool</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>Option</source>
        <translation>选项</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>End</source>
        <translation>结束</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>token</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>客户端</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>费用</translation>
    </message>
    <message>
        <source>Time taken</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>running</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>OK, by failover</source>
        <translation>成功（故障转移）</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>成功</translation>
    </message>
    <message>
        <source>unpriced</source>
        <translation>未计价</translation>
    </message>
    <message>
        <source>Both sides</source>
        <translation>两边对照</translation>
    </message>
    <message>
        <source>Choose a line to read all of it.</source>
        <translation>选择一行以阅读全文。</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Meaning</source>
        <translation>含义</translation>
    </message>
    <message>
        <source>Wire</source>
        <translation>原文</translation>
    </message>
    <message>
        <source>Attempt</source>
        <translation>尝试</translation>
    </message>
    <message>
        <source>Find in both sides</source>
        <translation>在两边查找</translation>
    </message>
    <message>
        <source>Next change</source>
        <translation>下一处改动</translation>
    </message>
    <message>
        <source>Copy as curl</source>
        <translation>复制为 curl</translation>
    </message>
    <message>
        <source>The client sent</source>
        <translation>客户端发送的</translation>
    </message>
    <message>
        <source>The provider answered</source>
        <translation>服务商回答的</translation>
    </message>
    <message>
        <source>The provider got</source>
        <translation>服务商收到的</translation>
    </message>
    <message>
        <source>The client got</source>
        <translation>客户端收到的</translation>
    </message>
    <message>
        <source>Attempt {number}</source>
        <translation>第 {number} 次尝试</translation>
    </message>
    <message>
        <source>Left side</source>
        <translation>左边</translation>
    </message>
    <message>
        <source>Right side</source>
        <translation>右边</translation>
    </message>
    <message>
        <source>Course of the request</source>
        <translation>请求的过程</translation>
    </message>
    <message>
        <source>Guard and route</source>
        <translation>检查与路由</translation>
    </message>
    <message>
        <source>first words after {time}</source>
        <translation>{time}后出现第一个字</translation>
    </message>
    <message>
        <source>Choose a request</source>
        <translation>选择一个请求</translation>
    </message>
    <message>
        <source>Its course from the first byte to the last, its tokens and money, and what the translation changed are shown here.</source>
        <translation>这里显示它从第一个字节到最后一个字节的过程、token 和费用，以及转换改动了什么。</translation>
    </message>
    <message>
        <source>What was said is not kept</source>
        <translation>没有保留内容</translation>
    </message>
    <message>
        <source>Switch transcripts on, and the words of requests and answers from then on are kept on this machine for some days: what the client sent, what the provider got, and what came back.</source>
        <translation>打开会话记录后，之后的请求和回答的文字会在本机保留数天：客户端发送了什么、服务商收到了什么，以及返回了什么。</translation>
    </message>
    <message>
        <source>Open the settings of transcripts</source>
        <translation>打开会话记录的设置</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>From the cache</source>
        <translation>来自缓存</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>First words</source>
        <translation>首字时间</translation>
    </message>
    <message>
        <source>Sent and received</source>
        <translation>发送与接收</translation>
    </message>
    <message>
        <source>Way</source>
        <translation>方式</translation>
    </message>
    <message>
        <source>passed on byte for byte</source>
        <translation>逐字节原样转发</translation>
    </message>
    <message>
        <source>translated</source>
        <translation>经过转换</translation>
    </message>
    <message>
        <source>Lost in translation</source>
        <translation>转换中的损失</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Model, provider, client, id</source>
        <translation>模型、服务商、客户端、编号</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败的</translation>
    </message>
    <message>
        <source>With losses</source>
        <translation>有损失的</translation>
    </message>
    <message>
        <source>Which requests</source>
        <translation>显示哪些请求</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Connect a client</source>
        <translation>连接客户端</translation>
    </message>
    <message>
        <source>Nothing fits</source>
        <translation>没有符合的</translation>
    </message>
    <message>
        <source>No requests yet</source>
        <translation>还没有请求</translation>
    </message>
    <message>
        <source>No request has these words or this outcome.</source>
        <translation>没有请求包含这些文字或有这样的结果。</translation>
    </message>
    <message>
        <source>As soon as a client asks something through Dragoman, it appears here, live.</source>
        <translation>只要有客户端通过 Dragoman 提问，就会立即显示在这里。</translation>
    </message>
</context>
<context>
    <name>Server</name>
    <message>
        <source>Port {port}</source>
        <translation>端口 {port}</translation>
    </message>
    <message>
        <source>Open to the network</source>
        <translation>对网络开放</translation>
    </message>
    <message>
        <source>Only this machine</source>
        <translation>仅本机</translation>
    </message>
    <message>
        <source>Names of this machine</source>
        <translation>本机的名称</translation>
    </message>
    <message>
        <source>Web pages that may call</source>
        <translation>允许调用的网页</translation>
    </message>
    <message>
        <source>Administration page on</source>
        <translation>管理页面已打开</translation>
    </message>
    <message>
        <source>Administration page off</source>
        <translation>管理页面已关闭</translation>
    </message>
    <message>
        <source>Limits and times</source>
        <translation>限制与时限</translation>
    </message>
    <message>
        <source>Web search</source>
        <translation>网页搜索</translation>
    </message>
    <message>
        <source>It works: {count} results, the first is: {title}</source>
        <translation>可用：共 {count} 条结果，第一条是：{title}</translation>
    </message>
    <message>
        <source>It answers, and found nothing.</source>
        <translation>有回应，但没有找到结果。</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>The server on this machine, which your clients talk to.</source>
        <translation>本机上的服务器，你的客户端与它通信。</translation>
    </message>
    <message>
        <source>Copy key</source>
        <translation>复制密钥</translation>
    </message>
    <message>
        <source>Copy admin key</source>
        <translation>复制管理密钥</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>The port that clients connect to. 0 takes any free one.</source>
        <translation>客户端连接的端口。0 表示任意空闲端口。</translation>
    </message>
    <message>
        <source>Use a free port</source>
        <translation>使用空闲端口</translation>
    </message>
    <message>
        <source>Connect again</source>
        <translation>重新连接</translation>
    </message>
    <message>
        <source>{program} has port {port}.</source>
        <translation>端口 {port} 被 {program} 占用。</translation>
    </message>
    <message>
        <source>Connected to this port: {clients}. After a change, one click connects them again.</source>
        <translation>已连接到这个端口的客户端：{clients}。修改后，点一下即可重新连接。</translation>
    </message>
    <message>
        <source>Still connected to another address: {clients}</source>
        <translation>仍连接到另一个地址的客户端：{clients}</translation>
    </message>
    <message>
        <source>A port is a number from 0 to 65535.</source>
        <translation>端口是 0 到 65535 的数字。</translation>
    </message>
    <message>
        <source>Server on</source>
        <translation>服务器开关</translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation>复制地址</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>已关闭</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>正在启动</translation>
    </message>
    <message>
        <source>On</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>正在停止</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Not running</source>
        <translation>未运行</translation>
    </message>
    <message>
        <source>Requests in progress: {count}</source>
        <translation>进行中的请求：{count}</translation>
    </message>
    <message>
        <source>It waits for requests. Every one of them needs a key.</source>
        <translation>正在等待请求。每个请求都需要密钥。</translation>
    </message>
    <message>
        <source>Running answers get up to {seconds} s to finish.</source>
        <translation>正在进行的回答最多有 {seconds} 秒来完成。</translation>
    </message>
    <message>
        <source>Clients get no answer until {time}.</source>
        <translation>在 {time} 之前客户端得不到回答。</translation>
    </message>
    <message>
        <source>Clients that are connected get no answer while it is off.</source>
        <translation>关闭期间，已连接的客户端得不到回答。</translation>
    </message>
    <message>
        <source>What you changed holds after a restart. Running answers get {seconds} s to finish.</source>
        <translation>你的修改在重启后生效。正在进行的回答有 {seconds} 秒来完成。</translation>
    </message>
    <message>
        <source>What you changed holds after a restart of the server.</source>
        <translation>你的修改在服务器重启后生效。</translation>
    </message>
    <message>
        <source>Other machines</source>
        <translation>其他机器</translation>
    </message>
    <message>
        <source>Let other machines on the network use this server</source>
        <translation>允许网络中的其他机器使用这个服务器</translation>
    </message>
    <message>
        <source>Off, only programs on this machine can reach it.</source>
        <translation>关闭时，只有本机上的程序能访问。</translation>
    </message>
    <message>
        <source>Other machines may call it by these names and addresses only. A request for any other name is refused.</source>
        <translation>其他机器只能用这些名称和地址访问。对其他名称的请求会被拒绝。</translation>
    </message>
    <message>
        <source>Name this machine below: until then nobody else gets in.</source>
        <translation>请在下面填写本机的名称：在此之前别人无法访问。</translation>
    </message>
    <message>
        <source>Others will find it at {address}</source>
        <translation>别人将通过 {address} 访问</translation>
    </message>
    <message>
        <source>Others find it at {address}</source>
        <translation>别人通过 {address} 访问</translation>
    </message>
    <message>
        <source>Browsers</source>
        <translation>浏览器</translation>
    </message>
    <message>
        <source>Origins, with commas between them. Empty: no web page can reach the server.</source>
        <translation>来源，用逗号分隔。留空：任何网页都不能访问服务器。</translation>
    </message>
    <message>
        <source>Administration page</source>
        <translation>管理页面</translation>
    </message>
    <message>
        <source>People, keys and budgets in a browser, at /admin. It has a key of its own, which is worth more than any other: keep it to yourself.</source>
        <translation>在浏览器的 /admin 中管理用户、密钥和预算。它有自己的密钥，比任何其他密钥都重要：请自己保管。</translation>
    </message>
    <message>
        <source>Open in the browser</source>
        <translation>在浏览器中打开</translation>
    </message>
    <message>
        <source>Every machine needs a key, as on this one. Give each its own.</source>
        <translation>与本机一样，每台机器都需要密钥。请给每台机器单独的密钥。</translation>
    </message>
    <message>
        <source>It must call this machine by a name that stands below.</source>
        <translation>它必须用下面列出的名称访问本机。</translation>
    </message>
    <message>
        <source>The firewall of this machine has to let the port through.</source>
        <translation>本机的防火墙必须放行这个端口。</translation>
    </message>
    <message>
        <source>Nothing is encrypted on the way: whoever listens on the network reads prompts and keys. Never switch it on in a public Wi-Fi.</source>
        <translation>传输过程没有加密：在网络上窃听的人能读到提示和密钥。绝不要在公共 Wi-Fi 中打开。</translation>
    </message>
    <message>
        <source>Claude Code, Codex and others ask their model to search the web. Most models cannot: here you say who does it for them.</source>
        <translation>Claude Code、Codex 等会让模型搜索网页，而大多数模型做不到：在这里指定由谁代为搜索。</translation>
    </message>
    <message>
        <source>None</source>
        <translation>不使用</translation>
    </message>
    <message>
        <source>Paste the key</source>
        <translation>粘贴密钥</translation>
    </message>
    <message>
        <source>Keep key</source>
        <translation>保存密钥</translation>
    </message>
    <message>
        <source>Key of the search service</source>
        <translation>搜索服务的密钥</translation>
    </message>
    <message>
        <source>It is kept in the system&apos;s keyring.</source>
        <translation>密钥保存在系统钥匙串中。</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>试一试</translation>
    </message>
    <message>
        <source>A key is kept</source>
        <translation>已保存密钥</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Schema version</source>
        <translation>架构版本</translation>
    </message>
    <message>
        <source>The form of this file. Dragoman writes it.</source>
        <translation>此文件的格式，由 Dragoman 写入。</translation>
    </message>
    <message>
        <source>Models and profiles</source>
        <translation>模型与配置档</translation>
    </message>
    <message>
        <source>Clients</source>
        <translation>客户端</translation>
    </message>
    <message>
        <source>People and keys</source>
        <translation>用户与密钥</translation>
    </message>
    <message>
        <source>Budgets and prices</source>
        <translation>预算与价格</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>General</source>
        <translation>通用</translation>
    </message>
    <message>
        <source>Where and how Dragoman listens.</source>
        <translation>Dragoman 在哪里、如何监听。</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>The address that Dragoman listens on. 127.0.0.1 is this machine only.</source>
        <translation>Dragoman 监听的地址。127.0.0.1 表示仅本机。</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>The port that clients connect to. 0 takes any free one.</source>
        <translation>客户端连接的端口。0 表示任意空闲端口。</translation>
    </message>
    <message>
        <source>Web pages that may call</source>
        <translation>允许调用的网页</translation>
    </message>
    <message>
        <source>Origins, such as http://localhost:3000, whose pages may use Dragoman from a browser. None by default: any web page could otherwise reach it.</source>
        <translation>来源，例如 http://localhost:3000，其网页可以从浏览器使用 Dragoman。默认没有：否则任何网页都能访问。</translation>
    </message>
    <message>
        <source>Names of this machine</source>
        <translation>本机的名称</translation>
    </message>
    <message>
        <source>Host names under which other machines call Dragoman, when it listens on more than this machine. A request for another name is refused.</source>
        <translation>当 Dragoman 不只监听本机时，其他机器访问它所用的主机名。对其他名称的请求会被拒绝。</translation>
    </message>
    <message>
        <source>Largest request</source>
        <translation>最大请求</translation>
    </message>
    <message>
        <source>Bytes of a request&apos;s body; a larger one is refused.</source>
        <translation>请求正文的字节数；更大的会被拒绝。</translation>
    </message>
    <message>
        <source>Keep-alive</source>
        <translation>保活</translation>
    </message>
    <message>
        <source>Seconds of silence after which a waiting client is told that work goes on.</source>
        <translation>静默多少秒后，告诉等待的客户端工作仍在继续。</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>连接数</translation>
    </message>
    <message>
        <source>How many connections may be open at once.</source>
        <translation>最多可以同时打开多少个连接。</translation>
    </message>
    <message>
        <source>Requests per client key</source>
        <translation>每个客户端密钥的请求数</translation>
    </message>
    <message>
        <source>How many requests one client key may have in progress at once.</source>
        <translation>一个客户端密钥最多可以同时进行多少个请求。</translation>
    </message>
    <message>
        <source>Administration</source>
        <translation>管理</translation>
    </message>
    <message>
        <source>Whether /admin answers, to its own key only. Empty: it does for a server, and does not in the desktop application.</source>
        <translation>/admin 是否应答（只认它自己的密钥）。留空：服务器模式应答，桌面程序不应答。</translation>
    </message>
    <message>
        <source>Time to finish</source>
        <translation>收尾时间</translation>
    </message>
    <message>
        <source>Seconds that running answers get to finish when the server stops.</source>
        <translation>服务器停止时，正在进行的回答有多少秒来完成。</translation>
    </message>
    <message>
        <source>Providers</source>
        <translation>服务商</translation>
    </message>
    <message>
        <source>Who serves models, by name.</source>
        <translation>谁提供模型，按名称列出。</translation>
    </message>
    <message>
        <source>Enabled</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>Whether requests may go to this provider.</source>
        <translation>请求是否可以发给这个服务商。</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>The id of the preset that describes this provider.</source>
        <translation>描述这个服务商的预设的标识。</translation>
    </message>
    <message>
        <source>Base URL</source>
        <translation>基础地址</translation>
    </message>
    <message>
        <source>The address of the provider&apos;s API, with or without /v1.</source>
        <translation>服务商 API 的地址，末尾可带或不带 /v1。</translation>
    </message>
    <message>
        <source>Dialect</source>
        <translation>协议</translation>
    </message>
    <message>
        <source>The wire format that the provider speaks.</source>
        <translation>服务商使用的接口格式。</translation>
    </message>
    <message>
        <source>Authentication</source>
        <translation>认证</translation>
    </message>
    <message>
        <source>How the key is sent: in which header, or exchanged for a token first.</source>
        <translation>密钥如何发送：放在哪个请求头里，或先换取令牌。</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Where the key is kept: keyring:NAME, env:NAME or file:/path.</source>
        <translation>密钥保存在哪里：keyring:名称、env:名称 或 file:/路径。</translation>
    </message>
    <message>
        <source>More keys</source>
        <translation>更多密钥</translation>
    </message>
    <message>
        <source>References to further keys for the same address. The next one is used while one is rejected or has reached its limit.</source>
        <translation>同一地址的更多密钥的引用。一个被拒绝或达到限制时，使用下一个。</translation>
    </message>
    <message>
        <source>Key entered for</source>
        <translation>密钥所属</translation>
    </message>
    <message>
        <source>The scheme, host and port that the key was entered for. It is sent nowhere else: after a change of address it has to be entered again.</source>
        <translation>密钥是为哪个协议、主机和端口填写的。它不会发往别处：地址更改后需要重新填写。</translation>
    </message>
    <message>
        <source>Token URL</source>
        <translation>令牌地址</translation>
    </message>
    <message>
        <source>Where an app id and its secret are exchanged for a token.</source>
        <translation>用应用 ID 及其密钥换取令牌的地址。</translation>
    </message>
    <message>
        <source>App id</source>
        <translation>应用 ID</translation>
    </message>
    <message>
        <source>Personal keys</source>
        <translation>个人密钥</translation>
    </message>
    <message>
        <source>Users&apos; own keys, by the user&apos;s id. What a user asks goes out with that key, and with no other.</source>
        <translation>用户自己的密钥，按用户 ID 列出。该用户的请求只使用这个密钥，不使用其他密钥。</translation>
    </message>
    <message>
        <source>The user&apos;s own app id, where the key is exchanged for a token.</source>
        <translation>用户自己的 App ID，用于以密钥换取令牌的服务商。</translation>
    </message>
    <message>
        <source>The id that goes with the secret in a token exchange.</source>
        <translation>换取令牌时与密钥一起使用的 ID。</translation>
    </message>
    <message>
        <source>Extra headers</source>
        <translation>额外请求头</translation>
    </message>
    <message>
        <source>Headers sent with every request. A secret value is written as a reference: keyring:NAME, env:NAME or file:/path.</source>
        <translation>随每个请求发送的请求头。机密的值写成引用：keyring:名称、env:名称 或 file:/路径。</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Models to offer, beside those that the preset knows.</source>
        <translation>除预设已知的以外，还要提供的模型。</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>system (as the environment says), direct, or the address of an HTTP or SOCKS proxy.</source>
        <translation>system（按环境设置）、direct（直连），或 HTTP、SOCKS 代理的地址。</translation>
    </message>
    <message>
        <source>Connect timeout</source>
        <translation>连接时限</translation>
    </message>
    <message>
        <source>Seconds to connect, TLS included; as the preset says where empty.</source>
        <translation>建立连接（含 TLS）的秒数；留空则按预设。</translation>
    </message>
    <message>
        <source>First byte timeout</source>
        <translation>首字节时限</translation>
    </message>
    <message>
        <source>Seconds until the answer begins; as the preset says where empty.</source>
        <translation>回答开始之前的秒数；留空则按预设。</translation>
    </message>
    <message>
        <source>Idle timeout</source>
        <translation>静默时限</translation>
    </message>
    <message>
        <source>Seconds of silence within an answer; as the preset says where empty.</source>
        <translation>回答中途静默的秒数；留空则按预设。</translation>
    </message>
    <message>
        <source>Cache breakpoints</source>
        <translation>缓存断点</translation>
    </message>
    <message>
        <source>Mark tools, system prompt and the last two messages for the provider&apos;s cache, where the client marks nothing. It pays where only what is marked is cached, as with Claude: what is read again costs a tenth, what is written a quarter more.</source>
        <translation>在客户端没有任何标记时，为服务商的缓存标记工具、系统提示和最后两条消息。适用于只缓存已标记内容的服务商，例如 Claude：再次读取只收十分之一的价钱，写入则多收四分之一。</translation>
    </message>
    <message>
        <source>Quirks</source>
        <translation>特性</translation>
    </message>
    <message>
        <source>Names of adjustments to switch on beside those of the preset.</source>
        <translation>除预设的以外，还要启用的调整的名称。</translation>
    </message>
    <message>
        <source>Prices</source>
        <translation>价格</translation>
    </message>
    <message>
        <source>Your own price of a model, by its name or a glob; it wins over the catalogue.</source>
        <translation>你自己为某个模型设定的价格，按名称或通配模式；优先于价目表。</translation>
    </message>
    <message>
        <source>Currency</source>
        <translation>货币</translation>
    </message>
    <message>
        <source>USD or CNY.</source>
        <translation>USD 或 CNY。</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Per million input tokens.</source>
        <translation>每百万输入 token。</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Per million output tokens.</source>
        <translation>每百万输出 token。</translation>
    </message>
    <message>
        <source>Cache read</source>
        <translation>缓存读取</translation>
    </message>
    <message>
        <source>Per million input tokens that came from the provider&apos;s cache.</source>
        <translation>每百万来自服务商缓存的输入 token。</translation>
    </message>
    <message>
        <source>Cache write</source>
        <translation>缓存写入</translation>
    </message>
    <message>
        <source>Per million input tokens that were written to the provider&apos;s cache.</source>
        <translation>每百万写入服务商缓存的输入 token。</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>推理</translation>
    </message>
    <message>
        <source>Per million reasoning tokens; as output where empty.</source>
        <translation>每百万推理 token；留空则与输出相同。</translation>
    </message>
    <message>
        <source>As of</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>The day on which you read this price, shown beside it.</source>
        <translation>你查到这个价格的日期，会显示在旁边。</translation>
    </message>
    <message>
        <source>Profiles</source>
        <translation>配置档</translation>
    </message>
    <message>
        <source>How model names are mapped; there is always one named default.</source>
        <translation>模型名称如何映射；始终有一个名为 default 的配置档。</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>The first exact name wins, then the longest glob.</source>
        <translation>先匹配完全相同的名称，再匹配最长的通配模式。</translation>
    </message>
    <message>
        <source>Client&apos;s model</source>
        <translation>客户端的模型</translation>
    </message>
    <message>
        <source>A model name, or a glob such as claude-opus*.</source>
        <translation>模型名称，或 claude-opus* 这样的通配模式。</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>PROVIDER/MODEL, tried in this order; the model * is the client&apos;s own name.</source>
        <translation>服务商/模型，按此顺序尝试；模型 * 表示客户端自己的名称。</translation>
    </message>
    <message>
        <source>Claude Code&apos;s families</source>
        <translation>Claude Code 的家族</translation>
    </message>
    <message>
        <source>Where opus, sonnet, haiku and fable lead, whatever their version.</source>
        <translation>opus、sonnet、haiku 和 fable（不论版本）交给谁。</translation>
    </message>
    <message>
        <source>Default provider</source>
        <translation>默认服务商</translation>
    </message>
    <message>
        <source>Who serves a model that no rule names.</source>
        <translation>没有规则指定的模型由谁提供。</translation>
    </message>
    <message>
        <source>Default model</source>
        <translation>默认模型</translation>
    </message>
    <message>
        <source>The default provider&apos;s model for names that it does not serve.</source>
        <translation>对于默认服务商没有的名称，使用它的哪个模型。</translation>
    </message>
    <message>
        <source>Log level</source>
        <translation>日志级别</translation>
    </message>
    <message>
        <source>How much is logged: debug, info, warning or error. No level logs a secret or a word of a conversation.</source>
        <translation>记录多少：debug、info、warning 或 error。任何级别都不会记录机密或对话内容。</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>The log&apos;s form and size.</source>
        <translation>日志的格式和大小。</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>text for people, json (one object a line) for programs.</source>
        <translation>text 供人阅读，json（每行一个对象）供程序读取。</translation>
    </message>
    <message>
        <source>Log files</source>
        <translation>日志文件</translation>
    </message>
    <message>
        <source>Whether the log is also kept in the profile&apos;s logs folder.</source>
        <translation>是否同时把日志保存在配置目录的 logs 文件夹里。</translation>
    </message>
    <message>
        <source>Size of a file</source>
        <translation>单个文件大小</translation>
    </message>
    <message>
        <source>Bytes after which a log file is set aside and a new one begun.</source>
        <translation>日志文件达到多少字节后存档并新建一个。</translation>
    </message>
    <message>
        <source>Files kept</source>
        <translation>保留文件数</translation>
    </message>
    <message>
        <source>How many log files are kept, the one that is written included.</source>
        <translation>保留多少个日志文件，包括正在写入的一个。</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>存储</translation>
    </message>
    <message>
        <source>Where usage is kept, and for how long.</source>
        <translation>用量保存在哪里、保存多久。</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>数据库</translation>
    </message>
    <message>
        <source>postgresql+psycopg://USER@HOST/NAME for a team of gateways; a SQLite file in the data folder where empty. A password stands in DRAGOMAN_DATABASE or PGPASSFILE, never here.</source>
        <translation>多个网关的团队使用 postgresql+psycopg://用户@主机/库名；留空则使用数据文件夹中的 SQLite 文件。密码写在 DRAGOMAN_DATABASE 或 PGPASSFILE 中，绝不写在这里。</translation>
    </message>
    <message>
        <source>Keep usage</source>
        <translation>保留用量</translation>
    </message>
    <message>
        <source>Days after which a request&apos;s row is deleted; its sums stay.</source>
        <translation>多少天后删除请求的记录；合计会保留。</translation>
    </message>
    <message>
        <source>Money</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>How money is counted.</source>
        <translation>金额如何计算。</translation>
    </message>
    <message>
        <source>The currency of totals and of new budgets: USD or CNY.</source>
        <translation>合计和新预算使用的货币：USD 或 CNY。</translation>
    </message>
    <message>
        <source>CNY for one USD</source>
        <translation>1 美元合多少人民币</translation>
    </message>
    <message>
        <source>Your rate between the two, for budgets and totals in one currency. Dragoman fetches none.</source>
        <translation>你自己的汇率，用于把预算和合计换成一种货币。Dragoman 不会联网获取。</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>时区</translation>
    </message>
    <message>
        <source>Where a day begins and ends, such as Asia/Shanghai; as the system says where empty.</source>
        <translation>一天从何时开始、到何时结束，例如 Asia/Shanghai；留空则按系统。</translation>
    </message>
    <message>
        <source>Warn at</source>
        <translation>提醒阈值</translation>
    </message>
    <message>
        <source>Percent of a budget at which it is told that so much is spent.</source>
        <translation>预算用到百分之多少时提醒。</translation>
    </message>
    <message>
        <source>Transcripts</source>
        <translation>会话记录</translation>
    </message>
    <message>
        <source>Whether requests and answers are kept.</source>
        <translation>是否保留请求和回答。</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>off, chosen (only the users, keys and conversations named here), or all.</source>
        <translation>off（关闭）、chosen（仅这里列出的用户、密钥和对话）或 all（全部）。</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Names of users whose requests are kept.</source>
        <translation>保留其请求的用户名称。</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Names of client keys whose requests are kept.</source>
        <translation>保留其请求的客户端密钥名称。</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Ids of conversations that are kept.</source>
        <translation>要保留的对话的编号。</translation>
    </message>
    <message>
        <source>Keep for</source>
        <translation>保留时间</translation>
    </message>
    <message>
        <source>Days after which a transcript is deleted.</source>
        <translation>多少天后删除会话记录。</translation>
    </message>
    <message>
        <source>Keep at most</source>
        <translation>最多保留</translation>
    </message>
    <message>
        <source>Bytes of all transcripts together, compressed; the oldest go first.</source>
        <translation>所有会话记录压缩后的总字节数；最旧的先删除。</translation>
    </message>
    <message>
        <source>Largest body</source>
        <translation>最大正文</translation>
    </message>
    <message>
        <source>Bytes of one body that are kept; the rest of a longer one is not.</source>
        <translation>每段正文保留的字节数；超出的部分不保留。</translation>
    </message>
    <message>
        <source>Web search</source>
        <translation>网页搜索</translation>
    </message>
    <message>
        <source>Who searches the web where a model cannot.</source>
        <translation>模型不能搜索网页时由谁来搜索。</translation>
    </message>
    <message>
        <source>Search with a model</source>
        <translation>用模型搜索</translation>
    </message>
    <message>
        <source>PROVIDER/MODEL that searches the web itself. It answers requests that ask for a search and nothing else, and searches for others where no service is chosen.</source>
        <translation>能自行搜索网页的 服务商/模型。只要求搜索的请求由它回答；没有选择搜索服务时，它也代其他模型搜索。</translation>
    </message>
    <message>
        <source>Search service</source>
        <translation>搜索服务</translation>
    </message>
    <message>
        <source>It is asked where the model has no search of its own: SearXNG, Brave Search or Tavily.</source>
        <translation>模型自身没有搜索功能时询问它：SearXNG、Brave Search 或 Tavily。</translation>
    </message>
    <message>
        <source>Address of the service</source>
        <translation>服务地址</translation>
    </message>
    <message>
        <source>Where your SearXNG is, such as http://127.0.0.1:8080; Brave and Tavily have an address of their own.</source>
        <translation>SearXNG 的地址，例如 http://127.0.0.1:8080；Brave 和 Tavily 有各自的固定地址。</translation>
    </message>
    <message>
        <source>Key of the service</source>
        <translation>服务密钥</translation>
    </message>
    <message>
        <source>Where the key of Brave or Tavily is kept: keyring:NAME, env:NAME or file:PATH. Never the key itself.</source>
        <translation>Brave 或 Tavily 密钥的存放位置：keyring:NAME、env:NAME 或 file:PATH。不要填写密钥本身。</translation>
    </message>
    <message>
        <source>The key&apos;s address</source>
        <translation>密钥所属地址</translation>
    </message>
    <message>
        <source>The address that the key was entered for; it is sent nowhere else. Dragoman writes it.</source>
        <translation>输入密钥时对应的地址，密钥不会发送到别处。由 Dragoman 写入。</translation>
    </message>
    <message>
        <source>Results of a search</source>
        <translation>每次搜索的结果数</translation>
    </message>
    <message>
        <source>How many results the search service is asked for.</source>
        <translation>向搜索服务请求多少条结果。</translation>
    </message>
    <message>
        <source>Searches in one answer</source>
        <translation>每个回答的搜索次数</translation>
    </message>
    <message>
        <source>How often a model may search before it must answer.</source>
        <translation>模型在作答之前最多可以搜索几次。</translation>
    </message>
    <message>
        <source>Kept answers</source>
        <translation>保存的回答</translation>
    </message>
    <message>
        <source>Whether clients of the Responses API may go on from an answer by its id.</source>
        <translation>使用 Responses 接口的客户端能否按 id 接着一个回答继续。</translation>
    </message>
    <message>
        <source>Keep answers</source>
        <translation>保存回答</translation>
    </message>
    <message>
        <source>For clients of the Responses API that go on from an answer by its id. In memory: until Dragoman is restarted. On disk: in the database, word for word, which a team&apos;s gateways share. A request with store: false is never kept.</source>
        <translation>供按 id 接着回答继续的 Responses 客户端使用。内存：保存到 Dragoman 重新启动为止。磁盘：逐字保存在数据库中，团队的多个网关共用。带有 store: false 的请求从不保存。</translation>
    </message>
    <message>
        <source>Keep answers for</source>
        <translation>回答保存时间</translation>
    </message>
    <message>
        <source>Hours after its last use at which an answer is deleted.</source>
        <translation>回答在最后一次使用之后多少小时删除。</translation>
    </message>
    <message>
        <source>Keep answers up to</source>
        <translation>回答最多占用</translation>
    </message>
    <message>
        <source>Megabytes of all kept answers together; the oldest go first.</source>
        <translation>所有保存的回答合计多少 MB；最旧的先删除。</translation>
    </message>
    <message>
        <source>Desktop</source>
        <translation>桌面</translation>
    </message>
    <message>
        <source>The tray and the windows.</source>
        <translation>托盘与窗口。</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>system, en or zh.</source>
        <translation>system（跟随系统）、en 或 zh。</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>system (followed live), light or dark.</source>
        <translation>system（实时跟随系统）、light（浅色）或 dark（深色）。</translation>
    </message>
    <message>
        <source>Disconnect clients when quitting</source>
        <translation>退出时断开客户端</translation>
    </message>
    <message>
        <source>Whether quitting puts the clients&apos; own settings back, and the next start connects them again.</source>
        <translation>退出时是否恢复客户端自己的设置，并在下次启动时重新连接。</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>Which desktop notifications are shown.</source>
        <translation>显示哪些桌面通知。</translation>
    </message>
    <message>
        <source>Budgets</source>
        <translation>预算</translation>
    </message>
    <message>
        <source>When a budget passes one of its thresholds.</source>
        <translation>当预算越过某个提醒阈值时。</translation>
    </message>
    <message>
        <source>Failover</source>
        <translation>故障转移</translation>
    </message>
    <message>
        <source>When another provider than the first one answered.</source>
        <translation>当作答的不是第一个服务商时。</translation>
    </message>
    <message>
        <source>Rejected keys</source>
        <translation>密钥被拒绝</translation>
    </message>
    <message>
        <source>When a provider rejects its key.</source>
        <translation>当服务商拒绝其密钥时。</translation>
    </message>
    <message>
        <source>When the server cannot start, or stops by itself.</source>
        <translation>当服务器无法启动或自行停止时。</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Some changes hold after the server has restarted.</source>
        <translation>有些修改在服务器重启后生效。</translation>
    </message>
    <message>
        <source>Restart now</source>
        <translation>立即重启</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>No client found here</source>
        <translation>没有找到客户端</translation>
    </message>
    <message>
        <source>Copy base URL</source>
        <translation>复制基础地址</translation>
    </message>
    <message>
        <source>Copy key</source>
        <translation>复制密钥</translation>
    </message>
    <message>
        <source>Copy snippet</source>
        <translation>复制代码片段</translation>
    </message>
    <message>
        <source>Clients…</source>
        <translation>客户端…</translation>
    </message>
    <message>
        <source>Copy launch command</source>
        <translation>复制启动命令</translation>
    </message>
    <message>
        <source>Details…</source>
        <translation>详情…</translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation>断开</translation>
    </message>
    <message>
        <source>Connect…</source>
        <translation>连接…</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Requests…</source>
        <translation>请求…</translation>
    </message>
    <message>
        <source>Usage…</source>
        <translation>用量…</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>设置…</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Set up a provider…</source>
        <translation>设置服务商…</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Pause for an hour</source>
        <translation>暂停一小时</translation>
    </message>
    <message>
        <source>Models and profiles…</source>
        <translation>模型与配置档…</translation>
    </message>
    <message>
        <source>As the default profile</source>
        <translation>设为默认配置档</translation>
    </message>
    <message>
        <source>The client&apos;s own name</source>
        <translation>客户端自己的名称</translation>
    </message>
    <message>
        <source>the client&apos;s own name</source>
        <translation>客户端自己的名称</translation>
    </message>
    <message>
        <source>Model: {model}</source>
        <translation>模型：{model}</translation>
    </message>
    <message>
        <source>Paused until {time}</source>
        <translation>已暂停至 {time}</translation>
    </message>
    <message>
        <source>On   {address}</source>
        <translation>运行中   {address}</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>已关闭</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>正在启动…</translation>
    </message>
    <message>
        <source>Finishing what runs…</source>
        <translation>正在完成进行中的请求…</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Could not start</source>
        <translation>无法启动</translation>
    </message>
    <message>
        <source>Route   no provider yet</source>
        <translation>路由   还没有服务商</translation>
    </message>
    <message>
        <source>Route   {target}</source>
        <translation>路由   {target}</translation>
    </message>
    <message>
        <source>{target}, then others</source>
        <translation>{target}，然后是其他</translation>
    </message>
    <message>
        <source>{profile}: as default</source>
        <translation>{profile}：与默认相同</translation>
    </message>
    <message>
        <source>slow</source>
        <translation>缓慢</translation>
    </message>
    <message>
        <source>over its limit</source>
        <translation>超出限制</translation>
    </message>
    <message>
        <source>key rejected</source>
        <translation>密钥被拒绝</translation>
    </message>
    <message>
        <source>failing</source>
        <translation>出错</translation>
    </message>
    <message>
        <source>not usable</source>
        <translation>无法使用</translation>
    </message>
    <message>
        <source>Rules that come first: {count}</source>
        <translation>优先生效的规则：{count}</translation>
    </message>
    <message>
        <source>Budget   {budget}</source>
        <translation>预算   {budget}</translation>
    </message>
    <message>
        <source>{name}: {spent} of {limit} today</source>
        <translation>{name}：今天 {spent}，共 {limit}</translation>
    </message>
    <message>
        <source>{name}: {spent} of {limit} this week</source>
        <translation>{name}：本周 {spent}，共 {limit}</translation>
    </message>
    <message>
        <source>{name}: {spent} of {limit} this month</source>
        <translation>{name}：本月 {spent}，共 {limit}</translation>
    </message>
    <message>
        <source>{count} tokens</source>
        <translation>{count} token</translation>
    </message>
    <message>
        <source>Today   {sums}</source>
        <translation>今天   {sums}</translation>
    </message>
    <message>
        <source>unpriced</source>
        <translation>未计价</translation>
    </message>
    <message>
        <source>Connect   {names}</source>
        <translation>连接   {names}</translation>
    </message>
    <message>
        <source>{client} – needs a look</source>
        <translation>{client} – 需要查看</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Quit and disconnect clients</source>
        <translation>退出并断开客户端</translation>
    </message>
    <message>
        <source>Quit and disconnect {clients}</source>
        <translation>退出并断开 {clients}</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>预算</translation>
    </message>
    <message>
        <source>Another provider answered</source>
        <translation>由另一个服务商作答</translation>
    </message>
    <message>
        <source>Key rejected</source>
        <translation>密钥被拒绝</translation>
    </message>
    <message>
        <source>The server is not running</source>
        <translation>服务器未运行</translation>
    </message>
    <message>
        <source>Closing this window leaves Dragoman running. Start it again to come back.</source>
        <translation>关闭此窗口后 Dragoman 仍在运行。再次启动即可返回。</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>路由</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>已连接</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Usage</source>
        <translation>用量</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
</context>
<context>
    <name>Usage</name>
    <message>
        <source>No model</source>
        <translation>无模型</translation>
    </message>
    <message>
        <source>No provider</source>
        <translation>无服务商</translation>
    </message>
    <message>
        <source>Unknown client</source>
        <translation>未知客户端</translation>
    </message>
    <message>
        <source>{count} without a price</source>
        <translation>{count} 个没有价格</translation>
    </message>
    <message>
        <source>{count} estimated</source>
        <translation>{count} 个为估算</translation>
    </message>
    <message>
        <source>exact</source>
        <translation>精确</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>服务商</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>客户端</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Cached</source>
        <translation>缓存</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>费用</translation>
    </message>
    <message>
        <source>Counted</source>
        <translation>计数</translation>
    </message>
    <message>
        <source>{path} could not be written: {reason}.</source>
        <translation>无法写入 {path}：{reason}。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Input tokens</source>
        <translation>输入 token</translation>
    </message>
    <message>
        <source>From cache</source>
        <translation>来自缓存</translation>
    </message>
    <message>
        <source>Written to cache</source>
        <translation>写入缓存</translation>
    </message>
    <message>
        <source>Output tokens</source>
        <translation>输出 token</translation>
    </message>
    <message>
        <source>Estimated requests</source>
        <translation>估算的请求</translation>
    </message>
    <message>
        <source>Requests without a price</source>
        <translation>没有价格的请求</translation>
    </message>
    <message>
        <source>Usage by group</source>
        <translation>分组用量</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>In numbers</source>
        <translation>数字明细</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>7 天</translation>
    </message>
    <message>
        <source>30 days</source>
        <translation>30 天</translation>
    </message>
    <message>
        <source>90 days</source>
        <translation>90 天</translation>
    </message>
    <message>
        <source>Custom</source>
        <translation>自定义</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>时间范围</translation>
    </message>
    <message>
        <source>CSV</source>
        <translation>CSV</translation>
    </message>
    <message>
        <source>Save the table as a CSV file</source>
        <translation>把表格保存为 CSV 文件</translation>
    </message>
    <message>
        <source>First day</source>
        <translation>第一天</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>最后一天</translation>
    </message>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>to</source>
        <translation>至</translation>
    </message>
    <message>
        <source>All providers</source>
        <translation>所有服务商</translation>
    </message>
    <message>
        <source>All models</source>
        <translation>所有模型</translation>
    </message>
    <message>
        <source>All clients</source>
        <translation>所有客户端</translation>
    </message>
    <message>
        <source>No requests in these days</source>
        <translation>这些天没有请求</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>花费</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>token</translation>
    </message>
    <message>
        <source>What is shown</source>
        <translation>显示什么</translation>
    </message>
    <message>
        <source>Grouped by</source>
        <translation>分组依据</translation>
    </message>
    <message>
        <source>Usage over time</source>
        <translation>用量走势</translation>
    </message>
    <message>
        <source>Shares</source>
        <translation>占比</translation>
    </message>
    <message>
        <source>Together</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>缓存</translation>
    </message>
    <message>
        <source>First token</source>
        <translation>首字时间</translation>
    </message>
    <message>
        <source>{input} in, {output} out</source>
        <translation>输入 {input}，输出 {output}</translation>
    </message>
    <message>
        <source>{count} failed</source>
        <translation>{count} 个失败</translation>
    </message>
    <message>
        <source>None failed</source>
        <translation>没有失败</translation>
    </message>
    <message>
        <source>Median; 95 of 100 within {time}</source>
        <translation>中位数；95% 在 {time} 内</translation>
    </message>
    <message>
        <source>Saved {money}: what these tokens would have cost uncached</source>
        <translation>节省 {money}：这些 token 不用缓存时的费用</translation>
    </message>
    <message>
        <source>of the input came from a cache</source>
        <translation>的输入来自缓存</translation>
    </message>
    <message>
        <source>Usage</source>
        <translation>用量</translation>
    </message>
    <message>
        <source>Nothing was used yet</source>
        <translation>还没有用量</translation>
    </message>
    <message>
        <source>Connect a client and ask it something. What it used and what that cost stands here, from the first request on.</source>
        <translation>连接一个客户端并提一个问题。从第一个请求开始，用了多少、花了多少都会显示在这里。</translation>
    </message>
    <message>
        <source>Connect a client</source>
        <translation>连接客户端</translation>
    </message>
    <message>
        <source>Usage cannot be read</source>
        <translation>无法读取用量</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Saved as {path}</source>
        <translation>已保存为 {path}</translation>
    </message>
    <message>
        <source>Others</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>{original}, at {rate} CNY for a USD</source>
        <translation>{original}，按 1 美元合 {rate} 元人民币</translation>
    </message>
    <message>
        <source>Without a price, and not in it: {count}.</source>
        <translation>没有价格、未计入：{count}。</translation>
    </message>
    <message>
        <source>Estimated: {count}.</source>
        <translation>估算：{count}。</translation>
    </message>
    <message>
        <source>{spent} of {limit} today</source>
        <translation>今天 {spent}，共 {limit}</translation>
    </message>
    <message>
        <source>{spent} of {limit} this week</source>
        <translation>本周 {spent}，共 {limit}</translation>
    </message>
    <message>
        <source>{spent} of {limit} this month</source>
        <translation>本月 {spent}，共 {limit}</translation>
    </message>
    <message>
        <source>The last year, day by day</source>
        <translation>最近一年，逐日</translation>
    </message>
    <message>
        <source>No requests</source>
        <translation>没有请求</translation>
    </message>
    <message>
        <source>{value}, requests: {count}</source>
        <translation>{value}，请求数：{count}</translation>
    </message>
    <message>
        <source>Requests: {count}</source>
        <translation>请求数：{count}</translation>
    </message>
</context>
<context>
    <name>Widgets</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Something went wrong. The log says what.</source>
        <translation>出了点问题。详情见日志。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>running</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>通过</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
</context>
</TS>
