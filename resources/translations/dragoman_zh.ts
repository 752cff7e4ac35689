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
        <source>Whatever takes an address and a key can use it, as if it were OpenAI (with /v1 behind it) or Anthropic (without).</source>
        <translation>能填写地址和密钥的程序都可以使用它，就像使用 OpenAI（末尾加 /v1）或 Anthropic（不加）一样。</translation>
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
