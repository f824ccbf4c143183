// Made by scripts/generate-contract.ts. Do not edit.

export interface paths {
    "/add-knowledge-base-sources/{knowledge_base_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add texts, pages and files to a knowledge base */
        post: operations["addKnowledgeBaseSources"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/create-agent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create an agent */
        post: operations["createAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/create-batch-call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create a batch of calls */
        post: operations["createBatchCall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/create-batch-test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Run several test cases */
        post: operations["createBatchTest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/create-test-case-definition": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create a test case */
        post: operations["createTestCaseDefinition"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/delete-test-case-definition/{test_case_definition_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a test case */
        delete: operations["deleteTestCaseDefinition"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/get-test-case-definition/{test_case_definition_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a test case */
        get: operations["getTestCaseDefinition"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/list-test-case-definitions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List test cases */
        get: operations["listTestCaseDefinitions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/list-test-case-definitions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List test cases, paged */
        get: operations["listTestCaseDefinitionsV2"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/update-test-case-definition/{test_case_definition_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Replace a test case */
        put: operations["updateTestCaseDefinition"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/get-batch-test/{test_case_batch_job_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a batch test */
        get: operations["getBatchTest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/list-batch-tests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List batch tests */
        get: operations["listBatchTests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/list-batch-tests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List batch tests, paged */
        get: operations["listBatchTestsV2"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/get-test-run/{test_case_job_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get one run of a test case */
        get: operations["getTestRun"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/list-test-runs/{test_case_batch_job_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the runs of a batch test */
        get: operations["listTestRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/list-test-runs/{test_case_batch_job_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the runs of a batch test, paged */
        get: operations["listTestRunsV2"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/create-chat-agent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create a chat agent */
        post: operations["createChatAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/create-chat-completion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a message and get the answer */
        post: operations["createChatCompletion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/create-chat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Start a chat */
        post: operations["createChat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/create-conversation-flow-component": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create a shared component */
        post: operations["createConversationFlowComponent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/create-conversation-flow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create a conversation flow */
        post: operations["createConversationFlow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/create-knowledge-base": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create a knowledge base */
        post: operations["createKnowledgeBase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/create-phone-number": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Buy a phone number */
        post: operations["createPhoneNumber"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/create-retell-llm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create a Retell LLM */
        post: operations["createRetellLLM"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/create-sms-chat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Start a chat by text message */
        post: operations["createSmsChat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/delete-agent/{agent_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete an agent with all its versions */
        delete: operations["deleteAgent"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/delete-chat-agent/{agent_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a chat agent with all its versions */
        delete: operations["deleteChatAgent"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/delete-conversation-flow-component/{conversation_flow_component_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a shared component */
        delete: operations["deleteConversationFlowComponent"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/delete-conversation-flow/{conversation_flow_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a conversation flow with all its versions */
        delete: operations["deleteConversationFlow"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/delete-knowledge-base-source/{knowledge_base_id}/source/{source_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a source from a knowledge base */
        delete: operations["deleteKnowledgeBaseSource"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/delete-knowledge-base/{knowledge_base_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a knowledge base */
        delete: operations["deleteKnowledgeBase"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/delete-phone-number/{phone_number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Give up a phone number */
        delete: operations["deletePhoneNumber"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/delete-retell-llm/{llm_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a Retell LLM with all its versions */
        delete: operations["deleteRetellLLM"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/end-chat/{chat_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** End a chat */
        patch: operations["endChat"];
        trace?: never;
    };
    "/get-agent-versions/{agent_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get all versions of an agent */
        get: operations["getAgentVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/get-agent/{agent_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get an agent */
        get: operations["getAgent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/get-chat-agent-versions/{agent_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get all versions of a chat agent */
        get: operations["getChatAgentVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/get-chat-agent/{agent_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a chat agent */
        get: operations["getChatAgent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/get-chat/{chat_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a chat */
        get: operations["getChat"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/get-concurrency": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get how many calls run and how many may */
        get: operations["getConcurrency"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/get-conversation-flow-component/{conversation_flow_component_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a shared component */
        get: operations["getConversationFlowComponent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/get-conversation-flow/{conversation_flow_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a conversation flow */
        get: operations["getConversationFlow"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/get-knowledge-base/{knowledge_base_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a knowledge base */
        get: operations["getKnowledgeBase"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/get-mcp-tools/{agent_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the tools of an agent's MCP server */
        get: operations["getMCPTools"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/get-phone-number/{phone_number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a phone number */
        get: operations["getPhoneNumber"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/get-retell-llm/{llm_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a Retell LLM */
        get: operations["getRetellLLM"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/get-voice/{voice_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a voice */
        get: operations["getVoice"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/clone-voice": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a voice from recordings */
        post: operations["cloneVoice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/add-community-voice": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add a voice of a vendor's public library */
        post: operations["addCommunityVoice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/search-community-voice": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Search a vendor's public library */
        post: operations["searchCommunityVoice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/import-phone-number": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Connect a number of your own carrier */
        post: operations["importPhoneNumber"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/list-agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List agents, one entry per version */
        get: operations["listAgents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/list-chat-agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List chat agents, one entry per version */
        get: operations["listChatAgents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/list-chat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List chats */
        get: operations["listChat"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/list-conversation-flow-components": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List shared components, paged */
        get: operations["listConversationFlowComponentsV2"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/list-conversation-flow-components": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List shared components */
        get: operations["listConversationFlowComponents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/list-conversation-flows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List conversation flows, one entry per version */
        get: operations["listConversationFlows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/list-knowledge-bases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List knowledge bases */
        get: operations["listKnowledgeBases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/list-phone-numbers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List phone numbers, paged */
        get: operations["listPhoneNumbersV2"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/list-phone-numbers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List phone numbers */
        get: operations["listPhoneNumbers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/list-retell-llms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Retell LLMs, one entry per version */
        get: operations["listRetellLLM"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/list-voices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List voices */
        get: operations["listVoices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/publish-agent/{agent_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Publish the latest draft and open a new one */
        post: operations["publishAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/publish-chat-agent/{agent_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Publish the latest draft and open a new one */
        post: operations["publishChatAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/update-agent/{agent_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a draft of an agent */
        patch: operations["updateAgent"];
        trace?: never;
    };
    "/update-chat-agent/{agent_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a draft of a chat agent */
        patch: operations["updateChatAgent"];
        trace?: never;
    };
    "/update-chat/{chat_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a chat's metadata and variables */
        patch: operations["updateChatMetadata"];
        trace?: never;
    };
    "/update-conversation-flow-component/{conversation_flow_component_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a shared component */
        patch: operations["updateConversationFlowComponent"];
        trace?: never;
    };
    "/update-conversation-flow/{conversation_flow_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a draft of a conversation flow */
        patch: operations["updateConversationFlow"];
        trace?: never;
    };
    "/update-phone-number/{phone_number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a phone number's settings */
        patch: operations["updatePhoneNumber"];
        trace?: never;
    };
    "/update-retell-llm/{llm_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a draft of a Retell LLM */
        patch: operations["updateRetellLLM"];
        trace?: never;
    };
    "/v2/create-phone-call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Call a phone number */
        post: operations["createPhoneCall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/create-web-call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create a call for a browser to join */
        post: operations["createWebCall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/delete-call/{call_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a call with its transcript, recording and log */
        delete: operations["deleteCall"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/get-call/{call_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a call */
        get: operations["getCall"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/list-calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** List calls */
        post: operations["listCalls"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/list-export-requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List export requests */
        get: operations["listExportRequestsV2"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/register-phone-call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Register a call that your own switch will bring */
        post: operations["registerPhoneCall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/update-call/{call_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a call's metadata, variables and storage */
        patch: operations["updateCallMetadata"];
        trace?: never;
    };
    "/get-api-key-info": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Say whose key this is
         * @description Names the key of the request and its workspace. A signed-in person has no key, so the name is null.
         */
        get: operations["getApiKeyInfo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/get-session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Say who asks and what they may do */
        get: operations["getSession"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/create-api-key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make an API key
         * @description The answer is the only one that shows a secret key. Nobody can make a key that may do more than they may themselves.
         */
        post: operations["createApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/list-api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the API keys that work */
        get: operations["listApiKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/update-api-key/{api_key_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change the name or the rights of an API key
         * @description Holds on every server within a second.
         */
        patch: operations["updateApiKey"];
        trace?: never;
    };
    "/delete-api-key/{api_key_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke an API key
         * @description Every server refuses it within a second. The key that signs webhooks cannot be revoked; another one has to be made the webhook key first.
         */
        delete: operations["deleteApiKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/make-webhook-key/{api_key_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let another API key sign webhooks
         * @description Webhooks and tool requests are signed with this key from now on, those that are already waiting too.
         */
        post: operations["makeWebhookKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/list-members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the people of the workspace */
        get: operations["listMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/invite-member": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a person into the workspace
         * @description The answer holds a sign-in link that works once and for seven days. No mail is sent; hand the link over yourself.
         */
        post: operations["inviteMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/update-member/{member_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a member's name or role
         * @description A new role holds from the member's next request on.
         */
        patch: operations["updateMember"];
        trace?: never;
    };
    "/delete-member/{member_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take a person out of the workspace
         * @description Their sessions and unused links end at once.
         */
        delete: operations["deleteMember"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/create-sign-in-link/{member_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a sign-in link for a member
         * @description It works once and for ten minutes.
         */
        post: operations["createSignInLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/list-workspaces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the workspaces that you are in
         * @description A key is in one. Who signed in by a link of the server itself is in all.
         */
        get: operations["listWorkspaces"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/create-workspace": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a workspace
         * @description Open to the admins and unlimited keys of the first workspace. Workspaces see nothing of each other. The answer shows the new workspace's first key, once; a member who makes it becomes its first admin.
         */
        post: operations["createWorkspace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/switch-workspace": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in to another workspace of yours
         * @description For signed-in people. The answer is a link that works once and for ten minutes; following it ends nothing but the view of the former workspace.
         */
        post: operations["switchWorkspace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/list-audit-log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List who changed what
         * @description For admins and unlimited keys. Secrets and what was said in conversations never stand in it.
         */
        get: operations["listAuditLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/list-agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * List agents, one entry per agent
         * @description Voice and chat agents together, by the time of their creation.
         */
        post: operations["listLatestAgents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/publish-agent-version/{agent_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Publish a version in place
         * @description Freezes the version with its engine and opens no draft. Publishing it again changes its title and description alone.
         */
        post: operations["publishAgentVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/create-agent-version/{agent_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open a draft from any version
         * @description The draft gets the settings and the engine of that version and a number that was never used. Several drafts may stand side by side.
         */
        post: operations["createAgentVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/list-agent-versions/{agent_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the versions of an agent
         * @description Without their settings.
         */
        get: operations["listAgentVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/delete-agent-version/{agent_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete one version
         * @description Its part of the engine goes with it unless another agent uses that. The only version, one with a tag, and one that a phone number refers to are refused; the number is not used again.
         */
        delete: operations["deleteAgentVersion"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/repair-agent/{agent_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Remove references to what is not there any more
         * @description From a draft and its engine. Voices that are not known are replaced by the default voice; unknown knowledge bases, tools and shared components are taken out. A published engine stays as it is.
         */
        post: operations["repairAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/get-agent-tags/{agent_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the tags of an agent */
        get: operations["getAgentTags"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/set-agent-tag/{agent_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set a tag
         * @description Makes the tag, or moves it to another version. Whoever refers to the tag gets that version from then on.
         */
        put: operations["setAgentTag"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/delete-agent-tag/{agent_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a tag */
        delete: operations["deleteAgentTag"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/compare-agent-versions/{agent_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Compare two versions
         * @description What changed from one version to another in the agent and in its engine. Items of lists are told apart by name or id where they have one.
         */
        get: operations["compareAgentVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/list-calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * List calls in pages
         * @description Calls without their transcripts, newest first unless asked otherwise. A call is in the list as soon as it is created; its place is when it started, or was created before that.
         */
        post: operations["listCallsV3"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rerun-call-analysis/{call_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Analyse a call again
         * @description By the analysis settings that the agent's newest version has now. The answer is the call as it stands; the result comes with the webhook call_analyzed.
         */
        put: operations["rerunCallAnalysis"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/create-export-request": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Export calls as CSV
         * @description Writes all calls that meet the filter into a file, in the background. list-export-requests tells when it is there, and where; it is deleted after seven days.
         */
        post: operations["createExportRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/delete-export-request/{export_request_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete an export, or stop one that is being written */
        delete: operations["deleteExportRequest"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/list-chats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * List chats by filters, paged
         * @description Chats by their start, newest first unless `sort_order` says otherwise, without their messages. All criteria that are given must hold.
         */
        post: operations["listChatsV3"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/delete-chat/{chat_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a chat
         * @description With its messages and webhooks, for good. An ongoing chat is over with that, and its agent answers no more; no webhook tells of it.
         */
        delete: operations["deleteChat"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rerun-chat-analysis/{chat_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Analyse a chat again
         * @description Analyses an ended chat anew by the settings that the latest version of its agent has now. The answer is the chat as it stands; the new analysis comes with the webhook `chat_analyzed`.
         */
        put: operations["rerunChatAnalysis"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/agent-playground-completion/{agent_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try an agent out
         * @description Answers a conversation that the client keeps: everything said so far goes in, what is new comes out, nothing is stored. Tools are not run for real: one with a fitting mock answers by it, any other is refused, and the agent is told so. Ending the conversation and changing states do work.
         */
        post: operations["createPlaygroundCompletion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/create-contact": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a contact
         * @description One contact a phone number.
         */
        post: operations["createContact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/get-contact/{contact_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a contact */
        get: operations["getContact"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/get-contact-by-phone/{phone_number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the contact with a phone number */
        get: operations["getContactByPhone"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/list-contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * List contacts
         * @description By their last conversation, the latest first; who was never spoken to comes last.
         */
        post: operations["listContacts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/update-contact/{contact_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a contact
         * @description Fields that are left out stay; `tags` is replaced as a whole, `custom_fields` key by key.
         */
        patch: operations["updateContact"];
        trace?: never;
    };
    "/delete-contact/{contact_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a contact
         * @description Conversations with it stay.
         */
        delete: operations["deleteContact"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/list-contact-conversations/{contact_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the conversations with a contact
         * @description Phone calls and chats by text message with its number, newest first.
         */
        get: operations["listContactConversations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/upload-contact-import-file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upload a table of contacts
         * @description A CSV file with a line of headers, at most 50 MB. It is kept for seven days.
         */
        post: operations["uploadContactImportFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/create-contact-import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import an uploaded table of contacts
         * @description Runs in the background. Makes contacts that are new and changes those whose number is known: mapped columns overwrite, other fields stay.
         */
        post: operations["createContactImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/get-contact-import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How far the import is
         * @description Of the latest import of the workspace.
         */
        get: operations["getContactImport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backfill-contact-analysis-data": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Copy analyses of past calls into contacts
         * @description Runs in the background. Each attribute that the analysis of a phone call has becomes a custom field of the contact; of several calls the latest counts.
         */
        post: operations["backfillContactAnalysisData"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/get-backfill-contact-job-status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far the copying of analyses is */
        get: operations["getBackfillContactJobStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/list-retell-llms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Retell LLMs, paged
         * @description One entry per Retell LLM, in its latest version.
         */
        get: operations["listRetellLLMsV2"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/list-conversation-flows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List conversation flows, paged
         * @description One entry per flow, in its latest version.
         */
        get: operations["listConversationFlowsV2"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/list-conversation-flow-warnings/{conversation_flow_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what is doubtful in a conversation flow
         * @description What is stored as it was sent although a call may stumble over it, with the exact place of each: edges without a destination, names that nothing bears, ids given twice, model names that no provider here answers for.
         */
        get: operations["listConversationFlowWarnings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/list-conversation-flow-component-warnings/{conversation_flow_component_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what is doubtful in a shared component
         * @description What is stored as it was sent although a call may stumble over it, with the exact place of each: edges without a destination, names that nothing bears, ids given twice, model names that no provider here answers for.
         */
        get: operations["listConversationFlowComponentWarnings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/list-retell-llm-warnings/{llm_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what is doubtful in a Retell LLM
         * @description What is stored as it was sent although a call may stumble over it, with the exact place of each: edges without a destination, names that nothing bears, ids given twice, model names that no provider here answers for.
         */
        get: operations["listRetellLLMWarnings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/create-asset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upload an asset
         * @description Keeps an image (PNG, JPEG, GIF, WebP, SVG) or a sound (MP3, WAV, WebM, OGG, M4A, AAC, FLAC) of at most 10 MB. What it is, its content decides. Whoever knows its address may read it.
         */
        post: operations["createAsset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/list-assets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List assets
         * @description Newest first.
         */
        get: operations["listAssets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/get-asset/{asset_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get an asset */
        get: operations["getAsset"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/delete-asset/{asset_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete an asset
         * @description Its address stops working.
         */
        delete: operations["deleteAsset"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/create-web-call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create a web call for the newer transport
         * @description Like `/v2/create-web-call`; the browser joins by WebRTC with plain HTTP signalling (`/webrtc-proxy/{call_id}/v1/webrtc/sessions`) and shows the access token there. The same token opens the older transport too.
         */
        post: operations["createWebCallV3"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/stop-call/{call_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a call
         * @description Ends a running call at once, whichever server of the cluster runs it, and takes back one that nobody has joined yet. The call's `disconnection_reason` is `manual_stopped`. Answered when the end is written down, or after one second.
         */
        post: operations["stopCall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/update-live-call/{call_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a running call
         * @description Gives the agent of a running call context, lets it speak, and overrides fields of the call. Fields are stored first, then the call is told; both hold from the next sentence on.
         */
        patch: operations["updateLiveCall"];
        trace?: never;
    };
    "/v2/listen-live-call/{call_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Listen to a running call
         * @description A token with which a LiveKit client joins the running call unseen and hears both parties as one track. It cannot be heard unless `/v2/take-over-live-call` is called for it. At most five listen at a time.
         */
        post: operations["listenLiveCall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/take-over-live-call/{call_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Speak in the agent's place
         * @description The agent of a running call falls silent for good, and one of those who listen speaks with the caller. The call goes on until one of them leaves and ends with `call_take_over`. 409 when somebody else has taken it over.
         */
        post: operations["takeOverLiveCall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/get-agent-media-stream/{agent_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the media stream address of an agent
         * @description An address that speaks Twilio's media streams. Put it into TwiML of your own, and the agent talks with whoever calls. It stays the same, and whoever knows it can call the agent.
         */
        get: operations["getAgentMediaStream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/get-batch-call/{batch_call_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a batch of calls
         * @description How far it has come, and which of its tasks became no call.
         */
        get: operations["getBatchCall"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/list-batch-calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List batches of calls */
        get: operations["listBatchCalls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pause-batch-call/{batch_call_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause a batch of calls
         * @description No further task is dialled until it is resumed. Calls that exist already go on.
         */
        post: operations["pauseBatchCall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/resume-batch-call/{batch_call_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume a batch of calls
         * @description Goes on with a batch that was paused, inside its call windows.
         */
        post: operations["resumeBatchCall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cancel-batch-call/{batch_call_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a batch of calls
         * @description No further task is dialled. Calls that exist already go on; stop them one by one.
         */
        post: operations["cancelBatchCall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/create-sip-trunk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a SIP trunk
         * @description Nothing is tried until its first call; test-sip-trunk tries it.
         */
        post: operations["createSipTrunk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/get-sip-trunk/{sip_trunk_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a SIP trunk
         * @description With what is known of its targets and its registration.
         */
        get: operations["getSipTrunk"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/list-sip-trunks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List SIP trunks */
        get: operations["listSipTrunks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/update-sip-trunk/{sip_trunk_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a SIP trunk
         * @description What is left out stays. Calls that run are not touched.
         */
        patch: operations["updateSipTrunk"];
        trace?: never;
    };
    "/delete-sip-trunk/{sip_trunk_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a SIP trunk
         * @description Refused while phone numbers go by it.
         */
        delete: operations["deleteSipTrunk"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/test-sip-trunk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a SIP trunk
         * @description Looks its targets up, connects, asks for a sign of life, proves the credentials, and, where `ring_number` is given, makes a short call that says a sentence. Says of each step what was found and what to do. May take a minute.
         */
        post: operations["testSipTrunk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/get-telephony": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the ways in of this server
         * @description Addresses, ports and transports to enter at a SIP provider or in a switch, and which carriers are set up.
         */
        get: operations["getTelephony"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cancel-batch-test/{test_case_batch_job_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a batch test
         * @description Runs that are not over end as `error`; those that are over keep their result. A batch that is complete is answered as it stands.
         */
        post: operations["cancelBatchTest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/create-test-case-from-conversation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Turn a call or a chat into a test case
         * @description The user's part is written after what the user said, tools answer as they did, and variables are those of the conversation. Calls and chats that keep no transcript are refused.
         */
        post: operations["createTestCaseFromConversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/replay-conversation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replay a call or a chat against another version of its agent
         * @description The user's words go in as they were, tools answer as they did. Runs as a batch test of one run; `compare-test-run` shows the differences when it is over.
         */
        post: operations["replayConversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/compare-test-run/{test_case_job_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show what a replay did differently
         * @description Turn by turn, beside the recorded conversation. Refused for runs that replay nothing.
         */
        get: operations["compareTestRun"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/get-organization": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the settings of the workspace */
        get: operations["getOrganization"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/update-organization": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change the settings of the workspace
         * @description Fields that are left out stay as they are.
         */
        patch: operations["updateOrganization"];
        trace?: never;
    };
    "/create-alert-rule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make an alert rule
         * @description At most ten in a workspace. Rules are kept; nothing evaluates them yet.
         */
        post: operations["createAlertRule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/get-alert-rule/{alert_rule_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get an alert rule */
        get: operations["getAlertRule"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/list-alert-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List alert rules */
        get: operations["listAlertRules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/update-alert-rule/{alert_rule_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change an alert rule
         * @description Fields that are left out stay as they are. An incident of the rule that is open is resolved.
         */
        patch: operations["updateAlertRule"];
        trace?: never;
    };
    "/delete-alert-rule/{alert_rule_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete an alert rule
         * @description With its incidents.
         */
        delete: operations["deleteAlertRule"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/list-alert-incidents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List alert incidents
         * @description Newest first unless asked otherwise.
         */
        get: operations["listAlertIncidents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/create-cohort": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a QA cohort
         * @description Kept and returned; nothing is scored yet.
         */
        post: operations["createCohort"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/get-cohort/{cohort_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a QA cohort */
        get: operations["getCohort"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/list-cohorts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List QA cohorts */
        get: operations["listCohorts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/update-cohort/{cohort_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a QA cohort
         * @description Fields that are left out stay as they are.
         */
        patch: operations["updateCohort"];
        trace?: never;
    };
    "/delete-cohort/{cohort_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a QA cohort */
        delete: operations["deleteCohort"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/create-qa-view": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a saved QA view
         * @description Kept and returned; nothing is scored yet.
         */
        post: operations["createQaView"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/get-qa-view/{qa_view_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a saved QA view */
        get: operations["getQaView"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/list-qa-views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List saved QA views */
        get: operations["listQaViews"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/update-qa-view/{qa_view_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a saved QA view
         * @description Fields that are left out stay as they are.
         */
        patch: operations["updateQaView"];
        trace?: never;
    };
    "/delete-qa-view/{qa_view_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a saved QA view */
        delete: operations["deleteQaView"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @enum {string} */
        AlertMetricType: "call_count" | "concurrency_used" | "call_success_rate" | "negative_sentiment_rate" | "custom_function_latency" | "custom_function_failure_count" | "transfer_call_failure_count" | "qa_not_passed_count" | "total_call_cost" | "api_error_count";
        PaginatedResponseBase: {
            pagination_key?: string;
            has_more?: boolean;
        };
        AlertFilter: {
            agent?: components["schemas"]["AgentFilter"][];
            disconnection_reason?: components["schemas"]["EnumFilter"] & {
                value?: unknown;
            };
            custom_analysis_data?: components["schemas"]["CustomFieldFilter"][];
            cohort_id?: components["schemas"]["StringFilter"];
            status_code?: components["schemas"]["EnumFilter"] & {
                value?: unknown;
            };
            /** @deprecated */
            disconnection_reasons?: components["schemas"]["DisconnectionReason"][];
            /** @deprecated */
            error_code?: ("400" | "401" | "402" | "403" | "404" | "409" | "422" | "429" | "500")[];
        };
        AlertIncidentResponse: {
            alert_incident_id?: string;
            org_id?: string;
            alert_rule_id?: string;
            name?: string;
            metric_type?: components["schemas"]["AlertMetricType"];
            filter?: components["schemas"]["AlertFilter"];
            /** @enum {string} */
            threshold_type?: "absolute" | "relative";
            threshold_value?: number;
            /** @enum {string} */
            comparator?: ">" | "<" | ">=" | "<=" | "gt" | "ge" | "lt" | "le";
            /** @enum {string} */
            frequency?: "1m" | "5m" | "30m" | "1h" | "12h" | "24h";
            /** @enum {string} */
            window?: "1m" | "5m" | "30m" | "1h" | "12h" | "24h" | "3d" | "7d";
            emails?: string[];
            webhook_urls?: string[];
            current_value?: number;
            previous_value?: number;
            triggered_timestamp?: number;
            resolved_timestamp?: number;
        };
        AlertRuleRequest: {
            name: string;
            metric_type: components["schemas"]["AlertMetricType"];
            filter?: components["schemas"]["AlertFilter"];
            /** @enum {string} */
            threshold_type: "absolute" | "relative";
            threshold_value: number;
            /** @enum {string} */
            comparator: ">" | "<" | ">=" | "<=" | "gt" | "ge" | "lt" | "le";
            /** @enum {string} */
            frequency: "1m" | "5m" | "30m" | "1h" | "12h" | "24h";
            /** @enum {string} */
            window: "1m" | "5m" | "30m" | "1h" | "12h" | "24h" | "3d" | "7d";
            emails?: string[];
            webhook_urls?: string[];
        };
        AlertRuleResponse: {
            alert_rule_id?: string;
            org_id?: string;
            name?: string;
            metric_type?: components["schemas"]["AlertMetricType"];
            filter?: components["schemas"]["AlertFilter"];
            /** @enum {string} */
            threshold_type?: "absolute" | "relative";
            threshold_value?: number;
            /** @enum {string} */
            comparator?: ">" | "<" | ">=" | "<=" | "gt" | "ge" | "lt" | "le";
            /** @enum {string} */
            frequency?: "1m" | "5m" | "30m" | "1h" | "12h" | "24h";
            /** @enum {string} */
            window?: "1m" | "5m" | "30m" | "1h" | "12h" | "24h" | "3d" | "7d";
            emails?: string[];
            webhook_urls?: string[];
            active?: boolean;
            user_modified_timestamp?: number;
        };
        AgentNaturalnessAnalysis: {
            details: components["schemas"]["UtteranceNaturalnessIssues"][];
            natural_utterance_count: number;
            total_utterance_count: number;
        };
        AgentWeight: {
            agent_id: string;
            agent_version?: components["schemas"]["AgentVersionReference"];
            weight: number;
        };
        /** @description Settings for this call alone. */
        AgentOverrideRequest: {
            /** @description Agent settings. */
            agent?: components["schemas"]["AgentRequest"];
            /** @description Settings of its Retell LLM. */
            retell_llm?: components["schemas"]["RetellLlmOverride"];
            /** @description Settings of its conversation flow. */
            conversation_flow?: components["schemas"]["ConversationFlowOverride"];
        };
        /** @description Settings of a voice agent. Fields that are left out take the default named with them. */
        AgentRequest: {
            /** @description What decides the words. A version in it must be the version of the agent. */
            response_engine?: components["schemas"]["ResponseEngine"];
            /** @description What is remembered of a contact from call to call. Kept; nothing acts on it yet. */
            contact_memory_config?: {
                enable_read?: boolean;
                enable_update?: boolean;
            };
            /** @description Functions that run before the conversation begins. Kept; nothing acts on them yet. */
            pre_session_tools?: Record<string, never>[] | null;
            /** @description Functions that run after it. Kept; nothing acts on them yet. */
            post_session_tools?: Record<string, never>[] | null;
            /** @description Kept; nothing acts on it yet. */
            denoising_enhancement_level?: number | null;
            /** @description Kept; nothing acts on it yet. */
            enable_dnc_detection?: boolean;
            /** @description A name for your own use. */
            agent_name?: string | null;
            /** @description What is new in this version, for your own use. */
            version_description?: string | null;
            /** @description What this version is called, for your own use. */
            version_title?: string | null;
            /** @description Voice as in list-voices, or a vendor's own id behind its prefix. A voice whose vendor has no key here is spoken by the nearest one that works. */
            voice_id?: string;
            /** @description Model of the voice's vendor, any name; null = its default. Known names: eleven_turbo_v2, eleven_flash_v2, eleven_turbo_v2_5, eleven_flash_v2_5, eleven_multilingual_v2, eleven_v3, sonic-3, sonic-3-latest, tts-1, gpt-4o-mini-tts, speech-02-turbo, speech-2.8-turbo, s1. */
            voice_model?: string | null;
            /** @description Voices to go on with, in this order, when the vendor of the first fails. */
            fallback_voice_ids?: string[] | null;
            /** @description 0 to 2, how much the delivery varies. Default 1. */
            voice_temperature?: number;
            /** @description 0.5 to 2. Default 1. */
            voice_speed?: number;
            /** @description Speak faster or slower with the caller. Default false. */
            enable_dynamic_voice_speed?: boolean;
            /** @description Adapt the wait before an answer to the caller's pace. Default false. */
            enable_dynamic_responsiveness?: boolean;
            /** @description 0 to 2. Default 1. */
            volume?: number;
            /**
             * @description Mood of the voice, where its vendor has one.
             * @enum {string|null}
             */
            voice_emotion?: "calm" | "sympathetic" | "happy" | "sad" | "angry" | "fearful" | "surprised" | null;
            /** @description 0 to 1: how soon the agent answers after silence. Default 1. */
            responsiveness?: number;
            /** @description 0 to 1: how easily the caller stops the agent; 0 = never. Default 1. */
            interruption_sensitivity?: number;
            /** @description Say "yeah" or "uh-huh" while the caller talks. Default false. */
            enable_backchannel?: boolean;
            /** @description 0 to 1. Default 0.8. */
            backchannel_frequency?: number;
            /** @description Words to use for it; null = usual ones of the language. */
            backchannel_words?: string[] | null;
            /** @description Silence after which the agent reminds the caller, in ms. Default 10000. */
            reminder_trigger_ms?: number;
            /** @description How many reminders; 0 = none. Default 1. */
            reminder_max_count?: number;
            /**
             * @description Background sound of the call; null = none.
             * @enum {string|null}
             */
            ambient_sound?: "coffee-shop" | "convention-hall" | "summer-outdoor" | "mountain-outdoor" | "static-noise" | "call-center" | null;
            /** @description 0 to 2. Default 1. */
            ambient_sound_volume?: number;
            /** @description Language the caller is heard in, or several of them; `multi` = several common ones. Default en-US. */
            language?: components["schemas"]["AgentLanguage"];
            /** @description Where events of this agent's calls go instead of the workspace's address. */
            webhook_url?: string | null;
            /** @description Events to send. Default call_started, call_ended, call_analyzed. */
            webhook_events?: ("call_started" | "call_ended" | "call_analyzed" | "transcript_updated" | "transfer_started" | "transfer_bridged" | "transfer_cancelled" | "transfer_ended")[] | null;
            /** @description Wait for the receiver, in ms. Default 10000. */
            webhook_timeout_ms?: number;
            /** @description Names and words that the recogniser should favour. */
            boosted_keywords?: string[] | null;
            /**
             * @description What is kept of a call. Default everything.
             * @enum {string}
             */
            data_storage_setting?: "everything" | "everything_except_pii" | "basic_attributes_only";
            /** @description Days until a call is deleted, 1 to 730; null = kept. */
            data_storage_retention_days?: number | null;
            /** @description Recording and log addresses carry a signature and expire. Default false. */
            opt_in_signed_url?: boolean;
            /** @description How long such an address works, in ms. Default 86400000. */
            signed_url_expiration_ms?: number | null;
            /** @description Ringback's own. Write the packets of phone calls by SIP into a capture file (PCAP), where data_storage_setting is everything. Default false. */
            capture_packets?: boolean;
            /** @description How to pronounce certain words. */
            pronunciation_dictionary?: {
                word: string;
                /** @enum {string} */
                alphabet: "ipa" | "cmu" | "pinyin" | "jyutping";
                phoneme: string;
            }[] | null;
            /** @description Write out numbers, dates and money before they are spoken. Default false. */
            normalize_for_speech?: boolean;
            /** @description Silence of the caller that ends the call, in ms, at least 10000. Default 600000. */
            end_call_after_silence_ms?: number;
            /** @description Longest call, 60000 to 7200000 ms. Default 3600000. */
            max_call_duration_ms?: number;
            /** @description Older form of voicemail_option: said to a voicemail; empty = hang up. */
            voicemail_message?: string;
            /** @description Older form: how long to look for a voicemail, 5000 to 180000 ms. Default 30000. */
            voicemail_detection_timeout_ms?: number;
            /** @description What to do when a voicemail answers; null = no detection. */
            voicemail_option?: {
                action: components["schemas"]["VoicemailAction"];
                /** @description How to tell one; null = usual words. */
                detection_prompt?: string | null;
            } | null;
            /** @description What to do when a phone menu answers; null = no detection. */
            ivr_option?: {
                action: components["schemas"]["IvrAction"];
                /** @description How to tell one; null = usual words. */
                detection_prompt?: string | null;
            } | null;
            /** @description Facts to extract after the call. */
            post_call_analysis_data?: components["schemas"]["PostCallAnalysisData"][] | null;
            /** @description Model for it. Default gpt-4.1-mini. */
            post_call_analysis_model?: components["schemas"]["NullableLLMModel"];
            /** @description How to judge that the call was a success; null = usual words. */
            analysis_successful_prompt?: string | null;
            /** @description How to write the summary; null = usual words. */
            analysis_summary_prompt?: string | null;
            /** @description How to judge the caller's mood; null = usual words. */
            analysis_user_sentiment_prompt?: string | null;
            /** @description Wait before the first message, 0 to 5000 ms. Default 0. */
            begin_message_delay_ms?: number;
            /** @description How long to let a phone ring, 5000 to 300000 ms. Default 30000. */
            ring_duration_ms?: number;
            /**
             * @description `fast` or `accurate` (about 200 ms slower); `custom` uses custom_stt_config. Default fast.
             * @enum {string}
             */
            stt_mode?: "fast" | "accurate" | "custom";
            /** @description Recogniser and its end-of-speech wait for stt_mode custom. */
            custom_stt_config?: {
                /** @enum {string} */
                provider: "azure" | "deepgram" | "soniox" | "assemblyai";
                endpointing_ms: number;
            } | null;
            /**
             * @description Vocabulary of English recognition. Default general.
             * @enum {string}
             */
            vocab_specialization?: "general" | "medical";
            /** @description Take keys that the caller presses. Default true. */
            allow_user_dtmf?: boolean;
            /** @description How many keys make one input. */
            user_dtmf_options?: {
                digit_limit?: number | null;
                termination_key?: string | null;
                timeout_ms?: number;
            } | null;
            /**
             * @description Clean the caller's sound. Default noise-cancellation.
             * @enum {string}
             */
            denoising_mode?: "no-denoise" | "noise-cancellation" | "noise-and-background-speech-cancellation";
            /** @description Personal data to remove after the call. */
            pii_config?: components["schemas"]["PIIConfig"];
            /** @description Topics that are blocked. */
            guardrail_config?: components["schemas"]["GuardrailConfig"];
            /** @description Ready-made instructions to add to the prompt. */
            handbook_config?: components["schemas"]["VoiceHandbookConfig"];
            /** @description Ringback's own. Say {{name}} of a variable that is not set as it stands, instead of leaving it out. Default false. */
            speak_unset_variables?: boolean;
            /** @description IANA zone for the time variables. Default America/Los_Angeles. */
            timezone?: string | null;
            /** @description May be shown by a public link. */
            is_public?: boolean | null;
            /** @description Keys that the caller presses stop the agent, even at interruption_sensitivity 0. Default false. */
            allow_dtmf_interruption?: boolean;
            /** @description What to say to a call screen that asks who calls and why; null = nothing special. */
            call_screening_option?: {
                agent_identity: string;
                call_purpose: string;
            } | null;
            /** @description Let the model put marks of expression into what it says, for voices that follow them. Default false. */
            enable_expressive_mode?: boolean;
            /** @description Marks that the model is told of in that mode. */
            expressive_emotion_tags?: ("empathetic" | "excited" | "happy" | "curious" | "surprised" | "sigh" | "clear throat" | "pause" | "long pause" | "emphasis")[];
            /** @description How to use them; null = usual words. */
            expressive_mode_prompt?: string | null;
        };
        /** @description One version of a voice agent. */
        AgentResponse: {
            /** @description Id of the agent, the same for all its versions. */
            agent_id: string;
            /** @description 0 for the first, one more with each publish. */
            version: number;
            /** @description A published version cannot be changed. */
            is_published?: boolean;
        } & components["schemas"]["AgentRequest"] & {
            /** @description Time of the last change, ms since the epoch. */
            last_modification_timestamp: number;
            /** @description Version that this one was made from; null for the first. */
            base_version?: number | null;
            /** @description Tags that name this version, the one set last first. */
            assigned_tags?: string[];
        };
        AgentSwapNode: components["schemas"]["NodeBase"] & {
            /** @enum {string} */
            type: "agent_swap";
            agent_id: string;
            agent_version?: components["schemas"]["AgentVersionReference"];
            post_call_analysis_setting: components["schemas"]["PostCallAnalysisSetting"];
            webhook_setting?: components["schemas"]["AgentSwapWebhookSetting"];
            keep_current_voice?: boolean;
            keep_current_language?: boolean;
            edge: components["schemas"]["TransferFailedEdge"];
            speak_during_execution?: boolean;
            instruction?: components["schemas"]["NodeInstruction"];
        };
        AgentSwapTool: {
            name: string;
            /** @enum {string} */
            type: "agent_swap";
            description?: string;
            agent_id: string;
            agent_version?: components["schemas"]["AgentVersionReference"];
            speak_during_execution?: boolean;
            execution_message_description?: string;
            /** @enum {string} */
            execution_message_type?: "prompt" | "static_text";
            post_call_analysis_setting: components["schemas"]["PostCallAnalysisSetting"];
            webhook_setting?: components["schemas"]["AgentSwapWebhookSetting"];
            keep_current_voice?: boolean;
            keep_current_language?: boolean;
        };
        /** @enum {string} */
        AgentSwapWebhookSetting: "both_agents" | "only_destination_agent" | "only_source_agent";
        AnalysisData: components["schemas"]["StringAnalysisData"] | components["schemas"]["EnumAnalysisData"] | components["schemas"]["BooleanAnalysisData"] | components["schemas"]["NumberAnalysisData"];
        PostCallAnalysisData: components["schemas"]["AnalysisData"] | components["schemas"]["CallPresetAnalysisData"];
        PostChatAnalysisData: components["schemas"]["AnalysisData"] | components["schemas"]["ChatPresetAnalysisData"];
        AverageMetric: {
            time_averages: number[];
            overall_average: number;
            numerator?: number;
            denominator?: number;
        };
        BatchCallResponse: {
            batch_call_id: string;
            name: string;
            from_number: string;
            scheduled_timestamp: number;
            total_task_count: number;
            call_time_window?: components["schemas"]["CallTimeWindow"];
        };
        BatchCallTask: {
            to_number: string;
            ignore_e164_validation?: boolean;
            override_agent_id?: string;
            override_agent_version?: components["schemas"]["AgentVersionReference"];
            agent_override?: components["schemas"]["AgentOverrideRequest"];
            retell_llm_dynamic_variables?: {
                [key: string]: unknown;
            };
            metadata?: Record<string, never>;
            custom_sip_headers?: {
                [key: string]: string;
            };
        };
        BookAppointmentCalTool: {
            /** @enum {string} */
            type: "book_appointment_cal";
            name: string;
            description?: string;
            cal_api_key: string;
            event_type_id: number | string;
            timezone?: string;
        };
        BooleanAnalysisData: {
            /** @enum {string} */
            type: "boolean";
            name: string;
            description: string;
            required?: boolean;
            conditional_prompt?: string;
        };
        BranchNode: components["schemas"]["NodeBase"] & {
            /** @enum {string} */
            type: "branch";
            edges?: components["schemas"]["NodeEdge"][];
            else_edge: components["schemas"]["ElseEdge"];
            finetune_transition_examples?: components["schemas"]["NodeFinetuneTransitionExample"][];
        };
        BreakdownMetric: {
            overall_breakdown: components["schemas"]["Breakdown"][];
            time_breakdown: components["schemas"]["Breakdown"][][];
        };
        Breakdown: {
            metric_name: string;
            metric_value: number;
        };
        BridgeTransferNode: components["schemas"]["NodeBase"] & {
            /** @enum {string} */
            type: "bridge_transfer";
            speak_during_execution?: boolean;
            instruction?: components["schemas"]["NodeInstruction"];
        };
        BridgeTransferTool: {
            /** @enum {string} */
            type: "bridge_transfer";
            name: string;
            description?: string;
            speak_during_execution?: boolean;
            execution_message_description?: string;
            /** @enum {string} */
            execution_message_type?: "prompt" | "static_text";
        };
        CallAnalysis: {
            call_summary?: string;
            in_voicemail?: boolean;
            /** @enum {string} */
            user_sentiment?: "Negative" | "Positive" | "Neutral" | "Unknown";
            call_successful?: boolean;
            custom_analysis_data?: Record<string, never>;
        };
        CallLatency: {
            p50?: number;
            p90?: number;
            p95?: number;
            p99?: number;
            max?: number;
            min?: number;
            num?: number;
            values?: number[];
        };
        CallQA: {
            call_qa_id: string;
            call_id: string;
            cohort_id: string;
            cohort_version: number;
            db_version: number;
            deprecated: boolean;
            score: number;
            passed: boolean;
            wer: components["schemas"]["WER"];
            interruptions?: components["schemas"]["InterruptionAnalysis"];
            user_sentiments?: components["schemas"]["SentimentAnalysis"];
            agent_sentiments?: components["schemas"]["SentimentAnalysis"];
            agent_naturalness_issues?: components["schemas"]["AgentNaturalnessAnalysis"];
            mistranscribed_important_entities?: components["schemas"]["MistranscribedImportantEntitiesAnalysis"];
            rag_analysis?: components["schemas"]["RAGAnalysis"];
            tool_call_invocation_analysis?: components["schemas"]["ToolCallInvocationAnalysis"];
            tool_call_analysis?: components["schemas"]["ToolCallAccuracyAnalysis"];
            node_transition_analysis?: components["schemas"]["NodeTransitionAnalysis"];
            llm_hallucination_analysis?: components["schemas"]["HallucinationAnalysis"];
            transfer_call_analysis?: {
                latency?: number[];
                successful?: boolean[];
            };
            failure_reason?: string;
            failed_metrics?: components["schemas"]["MetricResult"][];
            passed_metrics?: components["schemas"]["MetricResult"][];
            recommendations?: string[];
            notes?: string;
            call_start_time_ms: number;
            created_at: number;
            updated_at: number;
            calibrated: boolean;
        };
        CallTimeWindow: {
            windows: components["schemas"]["TimeWindow"][];
            timezone?: string;
            day?: components["schemas"]["DayOfWeek"][];
        };
        CancelTransferNode: components["schemas"]["NodeBase"] & {
            /** @enum {string} */
            type: "cancel_transfer";
            speak_during_execution?: boolean;
            instruction?: components["schemas"]["NodeInstruction"];
        };
        CancelTransferTool: {
            /** @enum {string} */
            type: "cancel_transfer";
            name: string;
            description?: string;
            speak_during_execution?: boolean;
            execution_message_description?: string;
            /** @enum {string} */
            execution_message_type?: "prompt" | "static_text";
        };
        ChCallQA: {
            call_qa_id: string;
            call_id: string;
            cohort_id: string;
            call_start_time_ms: number;
            db_version: number;
            deprecated: boolean;
            score: number;
            passed: boolean;
            word_count?: number;
            number_deletions?: number;
            number_insertions?: number;
            number_substitutions?: number;
            interruption_count?: number;
            llm_inference_count?: number;
            llm_hallucination_count?: number;
            user_positive_sentiment_count?: number;
            user_neutral_sentiment_count?: number;
            user_negative_sentiment_count?: number;
            agent_positive_sentiment_count?: number;
            agent_neutral_sentiment_count?: number;
            agent_negative_sentiment_count?: number;
            agent_natural_utterance_count?: number;
            rag_success_count?: number;
            rag_total_count?: number;
            transfer_call_success_count?: number;
            transfer_call_total_count?: number;
            transfer_call_avg_latency?: number;
            tool_call_average_latency?: number;
            tool_call_success_count?: number;
            tool_call_total_count?: number;
            tool_call_accurate_utterance_count?: number;
            tool_call_total_utterance_count?: number;
            transition_success_count?: number;
            transition_total_count?: number;
            agent_total_utterance_count?: number;
            user_total_utterance_count?: number;
            calibrated: boolean;
        };
        ChatAgentRequest: {
            response_engine?: components["schemas"]["ResponseEngine"];
            /** @description What is remembered of a contact from call to call. Kept; nothing acts on it yet. */
            contact_memory_config?: {
                enable_read?: boolean;
                enable_update?: boolean;
            };
            /** @description Functions that run before the conversation begins. Kept; nothing acts on them yet. */
            pre_session_tools?: Record<string, never>[] | null;
            /** @description Functions that run after it. Kept; nothing acts on them yet. */
            post_session_tools?: Record<string, never>[] | null;
            agent_name?: string | null;
            auto_close_message?: string | null;
            end_chat_after_silence_ms?: number | null;
            language?: components["schemas"]["AgentLanguage"];
            webhook_url?: string | null;
            webhook_events?: ("chat_started" | "chat_ended" | "chat_analyzed" | "transcript_updated")[] | null;
            webhook_timeout_ms?: number;
            /** @enum {string|null} */
            data_storage_setting?: "everything" | "everything_except_pii" | "basic_attributes_only" | null;
            data_storage_retention_days?: number | null;
            opt_in_signed_url?: boolean;
            signed_url_expiration_ms?: number | null;
            post_chat_analysis_data?: components["schemas"]["PostChatAnalysisData"][] | null;
            /** @description Model for it. Default gpt-4.1-mini. */
            post_chat_analysis_model?: components["schemas"]["NullableLLMModel"];
            analysis_successful_prompt?: string | null;
            analysis_summary_prompt?: string | null;
            analysis_user_sentiment_prompt?: string | null;
            pii_config?: components["schemas"]["PIIConfig"];
            guardrail_config?: components["schemas"]["GuardrailConfig"];
            handbook_config?: components["schemas"]["ChatHandbookConfig"];
            /** @description Ringback's own. Say {{name}} of a variable that is not set as it stands, instead of leaving it out. Default false. */
            speak_unset_variables?: boolean;
            timezone?: string | null;
            is_public?: boolean | null;
            version_title?: string | null;
            version_description?: string | null;
        };
        ChatAgentResponse: {
            agent_id: string;
            version?: number;
            is_published?: boolean;
        } & components["schemas"]["ChatAgentRequest"] & {
            last_modification_timestamp: number;
            /** @description Version that this one was made from; null for the first. */
            base_version?: number | null;
            /** @description Tags that name this version, the one set last first. */
            assigned_tags?: string[];
        };
        ChatAnalysis: {
            chat_summary?: string;
            /** @enum {string} */
            user_sentiment?: "Negative" | "Positive" | "Neutral" | "Unknown";
            chat_successful?: boolean;
            custom_analysis_data?: Record<string, never>;
        };
        ChatResponse: {
            chat_id: string;
            agent_id: string;
            version?: number | null;
            /** @description The tag by which the version of the agent was named. */
            agent_tag?: string | null;
            /**
             * @description What is kept of it. `everything_except_pii` is kept as strictly as `basic_attributes_only`.
             * @enum {string}
             */
            data_storage_setting?: "everything" | "everything_except_pii" | "basic_attributes_only";
            /** @description Why it is over. */
            disconnection_reason?: string;
            retell_llm_dynamic_variables?: {
                [key: string]: unknown;
            };
            collected_dynamic_variables?: {
                [key: string]: unknown;
            };
            /** @enum {string} */
            chat_status: "ongoing" | "ended" | "error";
            /** @enum {string} */
            chat_type?: "api_chat" | "sms_chat";
            custom_attributes?: {
                [key: string]: string | number | boolean;
            };
            start_timestamp?: number;
            end_timestamp?: number | null;
            transcript?: string;
            message_with_tool_calls?: components["schemas"]["MessageOrToolCall"][];
            metadata?: Record<string, never>;
            chat_cost?: {
                product_costs?: components["schemas"]["ProductCost"][];
                combined_cost?: number;
            };
            chat_analysis?: components["schemas"]["ChatAnalysis"];
        };
        CheckAvailabilityCalTool: {
            /** @enum {string} */
            type: "check_availability_cal";
            name: string;
            description?: string;
            cal_api_key: string;
            event_type_id: number | string;
            timezone?: string;
        };
        CohortAgent: {
            cohort_id: string;
            agent_id: string;
            agent_versions?: number[];
        };
        CohortAggregatedResult: {
            calls_analysed: number[];
            timepoints: number[];
            /** @enum {string} */
            group_by: "hour" | "day" | "week" | "month";
            avg_score: components["schemas"]["AverageMetric"];
            call_resolution_rate: components["schemas"]["AverageMetric"];
            top_questions: {
                question_cluster_id: string;
                text: string;
                resolved: number;
                count: number;
            }[];
            top_recommendations: {
                text: string;
                count: number;
            }[];
            latency: components["schemas"]["AverageMetric"];
            llm_hallucination_analysis: components["schemas"]["AverageMetric"];
            rag_analysis: components["schemas"]["AverageMetric"];
            user_sentiment: components["schemas"]["BreakdownMetric"];
            agent_sentiment: components["schemas"]["BreakdownMetric"];
            transfer_success_rate: components["schemas"]["AverageMetric"];
            transfer_wait_time: components["schemas"]["AverageMetric"];
            wer: components["schemas"]["AverageMetric"];
            avg_interruption: components["schemas"]["AverageMetric"];
            tool_call_accuracy: components["schemas"]["AverageMetric"];
            transition_accuracy: components["schemas"]["AverageMetric"];
            natural_tonality_rate: components["schemas"]["AverageMetric"];
            custom_tool_call_latency: components["schemas"]["AverageMetric"];
            custom_tool_call_success_rate: components["schemas"]["AverageMetric"];
        };
        CohortFilter: {
            agent?: components["schemas"]["AgentFilter"][];
            start_timestamp?: (components["schemas"]["NumberFilter"] & {
                /** @enum {unknown} */
                op?: "ge";
            }) | components["schemas"]["RangeFilter"];
            disconnection_reason?: components["schemas"]["EnumFilter"] & {
                value?: unknown;
            };
            duration_ms?: components["schemas"]["NumberFilter"] | components["schemas"]["RangeFilter"];
            custom_analysis_data?: components["schemas"]["CustomFieldFilter"][];
            /** @deprecated */
            agents?: components["schemas"]["AgentFilter"][];
            /** @deprecated */
            date_range?: components["schemas"]["DateRange"];
            /** @deprecated */
            call_duration_filter?: {
                value: number;
                /** @enum {string} */
                op: "gt" | "gte" | "lt" | "lte" | "eq" | "ne";
            };
            /** @deprecated */
            post_call_analysis?: Record<string, never>;
            /** @deprecated */
            disconnection_reasons?: components["schemas"]["DisconnectionReason"][];
        };
        Cohort: {
            cohort_id: string;
            name: string;
            cohort_filter: components["schemas"]["CohortFilter"];
            sampling_percentage: number;
            sampling_weekly_max?: number;
            scoring_criteria: components["schemas"]["ScoringCriteria"];
            successful_criteria: {
                /** @enum {string} */
                type?: "number";
                value: number;
                /** @enum {string} */
                op: "gt" | "gte" | "ge";
            };
        };
        ComponentNode: components["schemas"]["NodeBaseCommon"] & {
            /** @enum {string} */
            type: "component";
            component_id: string;
            /** @enum {string} */
            component_type: "local" | "shared";
            edges?: components["schemas"]["NodeEdge"][];
            else_edge: components["schemas"]["ElseEdge"];
            finetune_transition_examples?: components["schemas"]["NodeFinetuneTransitionExample"][];
        };
        ConversationFlowComponentResponse: components["schemas"]["CreateConversationFlowComponentRequest"] & {
            conversation_flow_component_id: string;
            /** Format: int64 */
            user_modified_timestamp: number;
            linked_conversation_flow_ids?: string[];
        };
        Asset: {
            asset_id?: string;
            file_name?: string;
            content_type?: string;
            file_size?: number;
            url?: string;
            created_timestamp?: number;
        };
        Note: {
            id: string;
            content: string;
            display_position: {
                x?: number;
                y?: number;
            };
            size: {
                width?: number;
                height?: number;
            };
        };
        ConversationFlowComponent: {
            name?: string;
            tools?: components["schemas"]["NodeTool"][] | null;
            mcps?: components["schemas"]["MCP"][] | null;
            nodes?: components["schemas"]["ConversationFlowNode"][];
            start_node_id?: string | null;
            begin_tag_display_position?: {
                x?: number;
                y?: number;
            } | null;
            notes?: components["schemas"]["Note"][] | null;
        };
        ConversationFlowNode: components["schemas"]["ConversationNode"] | components["schemas"]["SubagentNode"] | components["schemas"]["EndNode"] | components["schemas"]["FunctionNode"] | components["schemas"]["CodeNode"] | components["schemas"]["TransferCallNode"] | components["schemas"]["PressDigitNode"] | components["schemas"]["BranchNode"] | components["schemas"]["SmsNode"] | components["schemas"]["ExtractDynamicVariablesNode"] | components["schemas"]["AgentSwapNode"] | components["schemas"]["MCPNode"] | components["schemas"]["ComponentNode"] | components["schemas"]["BridgeTransferNode"] | components["schemas"]["CancelTransferNode"];
        AgentOverrideConfig: {
            interruption_sensitivity?: number | null;
            responsiveness?: number | null;
            voice_speed?: number | null;
        };
        ConversationFlowOverride: {
            model_choice?: components["schemas"]["ModelChoice"];
            model_temperature?: number | null;
            tool_call_strict_mode?: boolean | null;
            knowledge_base_ids?: string[] | null;
            kb_config?: components["schemas"]["KBConfig"];
            /** @enum {string} */
            start_speaker?: "user" | "agent";
            begin_after_user_silence_ms?: number | null;
        };
        ConversationFlowResponse: components["schemas"]["ConversationFlow"] & {
            conversation_flow_id: string;
            version: number;
        };
        ConversationFlow: components["schemas"]["ConversationFlowOverride"] & {
            global_prompt?: string | null;
            tools?: components["schemas"]["NodeTool"][] | null;
            components?: components["schemas"]["CreateConversationFlowComponentRequest"][] | null;
            start_node_id?: string | null;
            default_dynamic_variables?: {
                [key: string]: string;
            } | null;
            begin_tag_display_position?: {
                x?: number;
                y?: number;
            } | null;
            notes?: components["schemas"]["Note"][] | null;
            mcps?: components["schemas"]["MCP"][] | null;
            is_transfer_llm?: boolean | null;
            nodes?: components["schemas"]["ConversationFlowNode"][];
        };
        ConversationNode: components["schemas"]["NodeBase"] & components["schemas"]["AgentOverrideConfig"] & {
            /** @enum {string} */
            type: "conversation";
            instruction: components["schemas"]["NodeInstruction"];
            skip_response_edge?: components["schemas"]["SkipResponseEdge"];
            always_edge?: components["schemas"]["AlwaysEdge"];
            edges?: components["schemas"]["NodeEdge"][];
            finetune_conversation_examples?: components["schemas"]["NodeFinetuneConversationExample"][];
            finetune_transition_examples?: components["schemas"]["NodeFinetuneTransitionExample"][];
            knowledge_base_ids?: string[] | null;
        };
        SubagentNode: components["schemas"]["NodeBase"] & components["schemas"]["AgentOverrideConfig"] & {
            /** @enum {string} */
            type: "subagent";
            instruction: components["schemas"]["NodeInstructionPrompt"];
            skip_response_edge?: components["schemas"]["SkipResponseEdge"];
            always_edge?: components["schemas"]["AlwaysEdge"];
            edges?: components["schemas"]["NodeEdge"][];
            finetune_conversation_examples?: components["schemas"]["NodeFinetuneConversationExample"][];
            finetune_transition_examples?: components["schemas"]["NodeFinetuneTransitionExample"][];
            knowledge_base_ids?: string[] | null;
            tool_ids?: string[] | null;
            tools?: components["schemas"]["Tool"][] | null;
        };
        CpsConfig: {
            twilio?: number | null;
            telnyx?: number | null;
            custom?: number | null;
        };
        CreateConversationFlowComponentRequest: components["schemas"]["ConversationFlowComponent"] & Record<string, never>;
        CreateConversationFlowRequest: components["schemas"]["ConversationFlow"] & Record<string, never>;
        CreateOrganizationRequest: components["schemas"]["CreateOrganizationRequestNew"] | components["schemas"]["CreateOrganizationRequestOld"];
        CreateOrganizationRequestNew: {
            org_name: string;
        };
        CreateOrganizationRequestOld: {
            orgName: string;
        };
        CustomMetricCriteria: {
            name: string;
            description: string;
            score_weight: number;
        };
        /** @description Sends a signed request to your server. */
        CustomTool: {
            /** @enum {string} */
            type: "custom";
            /** @description Unique among the tools; a-z, A-Z, 0-9, _ and -, at most 64. */
            name: string;
            /** @description Address of your server. */
            url: string;
            /** @description When to call it. */
            description?: string;
            /**
             * @description Default POST.
             * @enum {string}
             */
            method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
            /** @description Added to the request. */
            headers?: {
                [key: string]: string;
            };
            /** @description Added to the address. */
            query_params?: {
                [key: string]: string;
            };
            /** @description JSON Schema of the arguments. */
            parameters?: components["schemas"]["ToolParameter"];
            /** @description Dynamic variable -> path in the answer's JSON. */
            response_variables?: {
                [key: string]: string;
            };
            /** @description Say something while it runs. */
            speak_during_execution?: boolean;
            /** @description Let the agent speak about the result. */
            speak_after_execution?: boolean;
            /** @description What to say while it runs. */
            execution_message_description?: string;
            /**
             * @description `prompt` (default) or `static_text`.
             * @enum {string}
             */
            execution_message_type?: "prompt" | "static_text";
            /** @description 1000 to 600000. Default 120000. */
            timeout_ms?: number;
            /** @description Send the arguments alone instead of under `args`. */
            args_at_root?: boolean;
        };
        CodeTool: {
            /** @enum {string} */
            type: "code";
            name: string;
            description?: string;
            code: string;
            timeout_ms?: number;
            response_variables?: {
                [key: string]: string;
            };
            speak_during_execution?: boolean;
            /** @default true */
            speak_after_execution: boolean;
            execution_message_description?: string;
            /** @enum {string} */
            execution_message_type?: "prompt" | "static_text";
        };
        DTMFUtterance: {
            /** @enum {string} */
            role: "dtmf";
            digit: string;
        };
        StringFilter: {
            /** @enum {string} */
            type: "string";
            /** @enum {string} */
            op: "eq" | "ne" | "sw" | "ew" | "co";
            value: string;
        };
        NumberFilter: {
            /** @enum {string} */
            type: "number";
            /** @enum {string} */
            op: "eq" | "ne" | "gt" | "ge" | "lt" | "le";
            value: number;
        };
        BooleanFilter: {
            /** @enum {string} */
            type: "boolean";
            /** @enum {string} */
            op: "eq";
            value: boolean;
        };
        RangeFilter: {
            /** @enum {string} */
            type: "range";
            /** @enum {string} */
            op: "bt";
            value: number[];
        };
        EnumFilter: {
            /** @enum {string} */
            type: "enum";
            /** @enum {string} */
            op: "in";
            value: string[];
        };
        PresentFilter: {
            /** @enum {string} */
            type: "present";
            /** @enum {string} */
            op: "pr" | "np";
        };
        ValueFilter: components["schemas"]["StringFilter"] | components["schemas"]["NumberFilter"] | components["schemas"]["BooleanFilter"] | components["schemas"]["RangeFilter"] | components["schemas"]["EnumFilter"] | components["schemas"]["PresentFilter"];
        CustomFieldFilter: components["schemas"]["ValueFilter"] & {
            key: string;
        };
        AgentFilter: {
            agent_id: string;
            version?: number[];
        };
        /** @description Some call of a tool that meets all of it. */
        ToolCallFilter: {
            name?: string;
            type?: string;
            latency_ms?: components["schemas"]["NumberFilter"] | components["schemas"]["RangeFilter"];
            success?: components["schemas"]["BooleanFilter"];
        };
        CallFilter: {
            agent?: components["schemas"]["AgentFilter"][];
            agent_tag?: components["schemas"]["EnumFilter"];
            call_id?: components["schemas"]["StringFilter"] | components["schemas"]["EnumFilter"];
            batch_call_id?: components["schemas"]["StringFilter"];
            call_status?: components["schemas"]["EnumFilter"] & {
                value?: unknown;
            };
            in_voicemail?: components["schemas"]["BooleanFilter"];
            disconnection_reason?: components["schemas"]["EnumFilter"] & {
                value?: unknown;
            };
            from_number?: components["schemas"]["StringFilter"];
            to_number?: components["schemas"]["StringFilter"];
            call_type?: components["schemas"]["EnumFilter"] & {
                value?: unknown;
            };
            direction?: components["schemas"]["EnumFilter"] & {
                value?: unknown;
            };
            user_sentiment?: components["schemas"]["EnumFilter"] & {
                value?: unknown;
            };
            data_storage_setting?: components["schemas"]["EnumFilter"] & {
                value?: unknown;
            };
            call_successful?: components["schemas"]["BooleanFilter"];
            start_timestamp?: components["schemas"]["NumberFilter"] | components["schemas"]["RangeFilter"];
            end_timestamp?: components["schemas"]["NumberFilter"] | components["schemas"]["RangeFilter"];
            duration_ms?: components["schemas"]["NumberFilter"] | components["schemas"]["RangeFilter"];
            combined_cost?: components["schemas"]["NumberFilter"] | components["schemas"]["RangeFilter"];
            e2e_latency_p50?: components["schemas"]["NumberFilter"] | components["schemas"]["RangeFilter"];
            tool_calls?: components["schemas"]["ToolCallFilter"][];
            custom_analysis_data?: components["schemas"]["CustomFieldFilter"][];
            custom_attributes?: components["schemas"]["CustomFieldFilter"][];
            metadata?: components["schemas"]["CustomFieldFilter"][];
            dynamic_variables?: components["schemas"]["CustomFieldFilter"][];
        };
        DateRange: {
            start_time_ms: number;
            end_time_ms?: number;
        };
        /** @enum {string} */
        DayOfWeek: "Monday" | "Tuesday" | "Wednesday" | "Thursday" | "Friday" | "Saturday" | "Sunday";
        /** @enum {string} */
        DisconnectionReason: "user_hangup" | "agent_hangup" | "call_transfer" | "voicemail_reached" | "ivr_reached" | "inactivity" | "max_duration_reached" | "concurrency_limit_reached" | "no_valid_payment" | "scam_detected" | "dial_busy" | "dial_failed" | "dial_no_answer" | "invalid_destination" | "telephony_provider_permission_denied" | "telephony_provider_unavailable" | "sip_routing_error" | "marked_as_spam" | "user_declined" | "error_llm_websocket_open" | "error_llm_websocket_lost_connection" | "error_llm_websocket_runtime" | "error_llm_websocket_corrupt_payload" | "error_no_audio_received" | "error_asr" | "error_retell" | "error_unknown" | "error_user_not_joined" | "registered_call_timeout" | "transfer_bridged" | "transfer_cancelled" | "manual_stopped" | "call_take_over" | "no_concurrency_fallback";
        Duration: {
            start_sec: number;
            end_sec: number;
        };
        ElseEdge: components["schemas"]["NodeEdge"] & {
            transition_condition: {
                /** @enum {string} */
                type: "prompt";
                /** @enum {string} */
                prompt: "Else";
            };
        };
        /** @description Ends the call. */
        EndCallTool: {
            /** @enum {string} */
            type: "end_call";
            /** @description Unique among the tools; a-z, A-Z, 0-9, _ and -, at most 64. */
            name: string;
            /** @description When to call it. */
            description?: string;
            /** @description Say something before hanging up. */
            speak_during_execution?: boolean;
            /** @description What to say, as a prompt or word for word. */
            execution_message_description?: string;
            /**
             * @description `prompt` (default) or `static_text`.
             * @enum {string}
             */
            execution_message_type?: "prompt" | "static_text";
        };
        EndNode: components["schemas"]["NodeBase"] & {
            /** @enum {string} */
            type: "end";
            speak_during_execution?: boolean;
            instruction?: components["schemas"]["NodeInstruction"];
        };
        EnumAnalysisData: {
            /** @enum {string} */
            type: "enum";
            name: string;
            description: string;
            choices: string[];
            required?: boolean;
            conditional_prompt?: string;
        };
        EquationCondition: {
            /** @enum {string} */
            type: "equation";
            equations: components["schemas"]["Equation"][];
            /** @enum {string} */
            operator: "||" | "&&";
        };
        Equation: {
            left: string;
            /** @enum {string} */
            operator: "==" | "!=" | ">" | ">=" | "<" | "<=" | "contains" | "not_contains" | "exists" | "not_exist";
            right?: string;
        };
        ExtractDynamicVariableTool: {
            /** @enum {string} */
            type: "extract_dynamic_variable";
            name: string;
            description: string;
            variables: components["schemas"]["AnalysisData"][];
        };
        ExtractDynamicVariablesNode: components["schemas"]["NodeBase"] & {
            /** @enum {string} */
            type: "extract_dynamic_variables";
            variables: components["schemas"]["AnalysisData"][];
            edges?: components["schemas"]["NodeEdge"][];
            else_edge?: components["schemas"]["ElseEdge"];
            finetune_transition_examples?: components["schemas"]["NodeFinetuneTransitionExample"][];
        };
        FinetuneExampleUtterance: {
            /** @enum {string} */
            role: "agent" | "user";
            content: string;
        } | {
            /** @enum {string} */
            role: "tool_call_invocation";
            tool_call_id: string;
            name: string;
            arguments: string;
        } | {
            /** @enum {string} */
            role: "tool_call_result";
            tool_call_id: string;
            content: string;
        };
        FunctionNode: components["schemas"]["NodeBase"] & {
            /** @enum {string} */
            type: "function";
            tool_id: string;
            /** @enum {string} */
            tool_type: "local" | "shared";
            speak_during_execution?: boolean;
            instruction?: components["schemas"]["NodeInstruction"];
            wait_for_result: boolean;
            edges?: components["schemas"]["NodeEdge"][];
            else_edge?: components["schemas"]["ElseEdge"];
            finetune_transition_examples?: components["schemas"]["NodeFinetuneTransitionExample"][];
        };
        CodeNode: components["schemas"]["NodeBase"] & {
            /** @enum {string} */
            type: "code";
            code: string;
            timeout_ms?: number;
            response_variables?: {
                [key: string]: string;
            };
            speak_during_execution?: boolean;
            instruction?: components["schemas"]["NodeInstruction"];
            wait_for_result: boolean;
            edges?: components["schemas"]["NodeEdge"][];
            else_edge?: components["schemas"]["ElseEdge"];
            finetune_transition_examples?: components["schemas"]["NodeFinetuneTransitionExample"][];
        };
        GlobalNodeFinetuneTransitionExample: {
            transcript: components["schemas"]["FinetuneExampleUtterance"][];
        };
        GlobalNodeSetting: {
            condition: string;
            go_back_conditions?: components["schemas"]["NodeEdge"][];
            cool_down?: number;
            positive_finetune_examples?: components["schemas"]["GlobalNodeFinetuneTransitionExample"][];
            negative_finetune_examples?: components["schemas"]["GlobalNodeFinetuneTransitionExample"][];
        };
        HallucinationAnalysis: {
            details: components["schemas"]["UtteranceHallucination"][];
            hallucination_utterance_count: number;
            total_utterance_count: number;
        };
        Hallucination: {
            /** @enum {string} */
            type: "Fabrication" | "Contradiction" | "Confusion";
            reason: string;
            low_severity?: boolean;
        };
        InterruptionAnalysis: {
            details: components["schemas"]["Duration"][];
            interruption_count: number;
        };
        KBConfig: {
            top_k?: number;
            filter_score?: number;
        };
        KnowledgeBaseAddSourcesRequest: {
            knowledge_base_texts?: {
                title: string;
                text: string;
            }[];
            knowledge_base_files?: string[];
            knowledge_base_urls?: string[];
            /** @description Paths of sites whose pages are looked for, along links and the site's own list; an addition of this server. */
            knowledge_base_crawls?: components["schemas"]["KnowledgeBaseCrawlRequest"][];
        };
        KnowledgeBaseCrawl: {
            /** @description Takes the place of a source_id where the crawl and its pages are to be deleted. */
            crawl_id: string;
            url: string;
            excluded: string[];
            max_pages: number;
            status: components["schemas"]["KnowledgeBaseSourceStatus"];
            /** @description Why it could not be crawled. */
            error?: string;
        };
        KnowledgeBaseCrawlRequest: {
            /** @description Pages at or below it are read, on the same host. */
            url: string;
            /** @description Addresses, or paths that begin with a slash, that are left out with all below them. */
            excluded?: string[];
            /** @default 100 */
            max_pages: number;
        };
        KnowledgeBaseRequest: {
            knowledge_base_name: string;
            knowledge_base_texts?: {
                title: string;
                text: string;
            }[];
            knowledge_base_files?: string[];
            knowledge_base_urls?: string[];
            /** @description Paths of sites whose pages are looked for, along links and the site's own list; an addition of this server. */
            knowledge_base_crawls?: components["schemas"]["KnowledgeBaseCrawlRequest"][];
            enable_auto_refresh?: boolean;
            max_chunk_size?: number;
            min_chunk_size?: number;
        };
        KnowledgeBaseResponse: {
            knowledge_base_id: string;
            knowledge_base_name: string;
            /** @enum {string} */
            status: "in_progress" | "complete" | "error" | "refreshing_in_progress";
            max_chunk_size?: number;
            min_chunk_size?: number;
            knowledge_base_sources?: (components["schemas"]["KnowledgeBaseSourceDocument"] | components["schemas"]["KnowledgeBaseSourceText"] | components["schemas"]["KnowledgeBaseSourceUrl"])[];
            /** @description Absent without any; an addition of this server. */
            knowledge_base_crawls?: components["schemas"]["KnowledgeBaseCrawl"][];
            enable_auto_refresh?: boolean;
            last_refreshed_timestamp?: number;
        };
        KnowledgeBaseSourceDocument: {
            /** @enum {string} */
            type: "document";
            source_id: string;
            status?: components["schemas"]["KnowledgeBaseSourceStatus"];
            /** @description Why it could not be read, or not be read again; an addition of this server. */
            error?: string;
            filename: string;
            file_url: string;
            /** @description Bytes. */
            file_size: number;
        };
        /**
         * @description How far reading it is; an addition of this server.
         * @enum {string}
         */
        KnowledgeBaseSourceStatus: "in_progress" | "complete" | "error";
        KnowledgeBaseSourceText: {
            /** @enum {string} */
            type: "text";
            source_id: string;
            status?: components["schemas"]["KnowledgeBaseSourceStatus"];
            /** @description Why it could not be read, or not be read again; an addition of this server. */
            error?: string;
            title: string;
            content_url: string;
        };
        KnowledgeBaseSourceUrl: {
            /** @enum {string} */
            type: "url";
            source_id: string;
            status?: components["schemas"]["KnowledgeBaseSourceStatus"];
            /** @description Why it could not be read, or not be read again; an addition of this server. */
            error?: string;
            url: string;
        };
        /** @description A language model; any name is accepted. Known names: gpt-4.1, gpt-4.1-mini, gpt-4.1-nano, gpt-5, gpt-5-mini, gpt-5-nano, gpt-5.1, gpt-5.2, gpt-5.4, gpt-5.4-mini, gpt-5.4-nano, claude-4.5-sonnet, claude-4.6-sonnet, claude-4.5-haiku, gemini-2.5-flash, gemini-2.5-flash-lite, gemini-3.0-flash. */
        LLMModel: string;
        MCPNode: components["schemas"]["NodeBase"] & {
            /** @enum {string} */
            type: "mcp";
            mcp_id: string;
            mcp_tool_name: string;
            edges?: components["schemas"]["NodeEdge"][];
            else_edge?: components["schemas"]["ElseEdge"];
            response_variables?: {
                [key: string]: string;
            };
            speak_during_execution?: boolean;
            instruction?: components["schemas"]["NodeInstruction"];
            wait_for_result: boolean;
            finetune_transition_examples?: components["schemas"]["NodeFinetuneTransitionExample"][];
        };
        MCPToolDefinition: {
            name: string;
            description: string;
            inputSchema: {
                [key: string]: unknown;
            };
        };
        MCPTool: {
            /** @enum {string} */
            type: "mcp";
            mcp_id?: string;
            name: string;
            description: string;
            input_schema?: {
                [key: string]: string;
            };
            response_variables?: {
                [key: string]: string;
            };
            speak_during_execution?: boolean;
            speak_after_execution?: boolean;
            execution_message_description?: string;
            /** @enum {string} */
            execution_message_type?: "prompt" | "static_text";
        };
        MCP: {
            name: string;
            url: string;
            headers?: {
                [key: string]: string;
            };
            query_params?: {
                [key: string]: string;
            };
            timeout_ms?: number;
        };
        MessageOrToolCall: components["schemas"]["Message"] | components["schemas"]["ToolCallInvocationMessage"] | components["schemas"]["ToolCallResultMessage"] | components["schemas"]["NodeTransitionMessage"] | components["schemas"]["StateTransitionMessage"];
        Message: {
            message_id: string;
            /** @enum {string} */
            role: "agent" | "user";
            content: string;
            created_timestamp: number;
            /** @description Of a message that went out as a text; of several texts, that of the one that fared worst. */
            delivery?: {
                /**
                 * @description As the carrier says; `unknown` when the server stopped while it was sent.
                 * @enum {string}
                 */
                status: "queued" | "sent" | "delivered" | "undelivered" | "failed" | "unknown";
                /** @description Of the carrier. */
                error_code?: string;
                /** @description Why it was not sent or did not arrive. */
                error_message?: string;
            };
        };
        MetricResult: {
            metric_criteria: components["schemas"]["PerformanceMetricCriteria"] | components["schemas"]["CustomMetricCriteria"];
            value?: number | boolean | string;
            vote?: boolean;
        };
        MistranscribedImportantEntitiesAnalysis: {
            details: components["schemas"]["UtteranceMistranscribedImportantEntities"][];
            mie_utterance_count: number;
            total_utterance_count: number;
        };
        ModelChoiceCascading: {
            /** @enum {string} */
            type: "cascading";
            model: components["schemas"]["LLMModel"];
            high_priority?: boolean;
        };
        ModelChoice: components["schemas"]["ModelChoiceCascading"];
        /** @enum {string} */
        NaturalnessIssue: "Too Loud" | "Too Quiet" | "Too Fast" | "Too Slow" | "Unclear Pronunciation" | "Unnatural Pauses" | "Robotic Tone" | "Other";
        NodeBase: components["schemas"]["NodeBaseCommon"] & {
            model_choice?: components["schemas"]["ModelChoice"];
        };
        NodeBaseCommon: {
            id: string;
            name?: string;
            global_node_setting?: components["schemas"]["GlobalNodeSetting"];
            display_position?: {
                x?: number;
                y?: number;
            };
        };
        NodeEdge: {
            id: string;
            transition_condition: components["schemas"]["PromptCondition"] | components["schemas"]["EquationCondition"];
            destination_node_id?: string;
        };
        NodeFinetuneConversationExample: {
            id: string;
            transcript: components["schemas"]["FinetuneExampleUtterance"][];
        };
        NodeFinetuneTransitionExample: {
            id: string;
            transcript: components["schemas"]["FinetuneExampleUtterance"][];
            destination_node_id?: string;
        };
        NodeInstructionPrompt: {
            /** @enum {string} */
            type: "prompt";
            text: string;
        };
        NodeInstructionStaticText: {
            /** @enum {string} */
            type: "static_text";
            text: string;
        };
        NodeInstruction: components["schemas"]["NodeInstructionPrompt"] | components["schemas"]["NodeInstructionStaticText"];
        NodeTool: (components["schemas"]["CustomTool"] | components["schemas"]["CheckAvailabilityCalTool"] | components["schemas"]["BookAppointmentCalTool"]) & {
            tool_id: string;
        };
        NodeTransitionAnalysis: {
            details: {
                time_sec?: number;
                accurate?: boolean;
                correct_node_id?: number;
            }[];
            accuracy: number;
            correct_count: number;
            total_count: number;
        };
        NodeTransitionMessage: {
            message_id: string;
            /** @enum {string} */
            role: "node_transition";
            former_node_id?: string;
            former_node_name?: string;
            new_node_id?: string;
            new_node_name?: string;
            created_timestamp: number;
        };
        NodeTransitionUtterance: {
            /** @enum {string} */
            role: "node_transition";
            former_node_id: string;
            former_node_name: string;
            new_node_id: string;
            new_node_name: string;
            /** @description Seconds from the start of the call. */
            time_sec?: number;
        };
        /** @description A language model; any name is accepted. Known names: gpt-4.1, gpt-4.1-mini, gpt-4.1-nano, gpt-5, gpt-5-mini, gpt-5-nano, gpt-5.1, gpt-5.2, gpt-5.4, gpt-5.4-mini, gpt-5.4-nano, claude-4.5-sonnet, claude-4.6-sonnet, claude-4.5-haiku, gemini-2.5-flash, gemini-2.5-flash-lite, gemini-3.0-flash. */
        NullableLLMModel: string | null;
        NumberAnalysisData: {
            /** @enum {string} */
            type: "number";
            name: string;
            description: string;
            required?: boolean;
            conditional_prompt?: string;
        };
        PresetAnalysisData: {
            /** @enum {string} */
            type: "system-presets";
            /** @enum {string} */
            name: "call_summary" | "call_successful" | "chat_summary" | "chat_successful" | "user_sentiment";
            description: string;
            required?: boolean;
            conditional_prompt?: string;
        };
        CallPresetAnalysisData: {
            /** @enum {string} */
            type: "system-presets";
            /** @enum {string} */
            name: "call_summary" | "call_successful" | "user_sentiment";
            description?: string;
            required?: boolean;
            conditional_prompt?: string;
        };
        ChatPresetAnalysisData: {
            /** @enum {string} */
            type: "system-presets";
            /** @enum {string} */
            name: "chat_summary" | "chat_successful" | "user_sentiment";
            description?: string;
            required?: boolean;
            conditional_prompt?: string;
        };
        Organization: {
            org_name?: string;
            orgName?: string;
            outage_mode_enabled?: boolean;
            webhook_urls?: {
                url?: string;
                timeout_ms?: number;
            }[];
            webhook_key?: string;
            concurrency?: number;
            concurrency_burst_enabled?: boolean;
            max_token_length?: number;
            max_call_duration_ms?: number;
            custom_voice_ids?: string[];
            twilio_subaccount_sid?: string;
            kyc_passed?: boolean;
            created_timestamp?: number;
            skip_audit?: boolean;
            review_provided?: boolean;
            cps_config?: {
                twilio?: number;
                telnyx?: number;
                custom?: number;
            };
            enterprise_id?: string;
            feature_bucket?: {
                [key: string]: unknown;
            };
            use_stable_server?: boolean;
        };
        OrganizationResponse: components["schemas"]["Organization"] & {
            org_id?: string;
        };
        PIIConfig: {
            /**
             * @default post_call
             * @enum {string}
             */
            mode: "post_call";
            /** @default [] */
            categories: ("person_name" | "address" | "email" | "phone_number" | "ssn" | "passport" | "driver_license" | "credit_card" | "bank_account" | "password" | "pin" | "medical_id" | "date_of_birth" | "customer_account_number")[];
        };
        GuardrailConfig: {
            output_topics?: ("harassment" | "self_harm" | "sexual_exploitation" | "violence" | "defense_and_national_security" | "illicit_and_harmful_activity" | "gambling" | "regulated_professional_advice" | "child_safety_and_exploitation")[] | null;
            input_topics?: "platform_integrity_jailbreaking"[] | null;
        };
        VoiceHandbookConfig: {
            conversational_personality?: boolean;
            default_personality?: boolean;
            natural_filler_words?: boolean;
            high_empathy?: boolean;
            echo_verification?: boolean;
            nato_phonetic_alphabet?: boolean;
            speech_normalization?: boolean;
            smart_matching?: boolean;
            ai_disclosure?: boolean;
            scope_boundaries?: boolean;
        };
        ChatHandbookConfig: {
            default_personality?: boolean;
            high_empathy?: boolean;
            ai_disclosure?: boolean;
            scope_boundaries?: boolean;
        };
        PerformanceMetricCriteria: {
            metric_type: Record<string, never>;
            /** @enum {string} */
            op: "gt" | "gte" | "ge" | "lt" | "lte" | "le" | "eq" | "ne";
            value: number;
            score_weight: number;
        };
        PhoneNumberResponse: {
            phone_number: string;
            /** @enum {string} */
            phone_number_type: "retell-twilio" | "retell-telnyx" | "custom";
            /** @description Ringback's own. The SIP trunk (create-sip-trunk) that its calls go by, instead of `termination_uri`. */
            sip_trunk_id?: string | null;
            phone_number_pretty?: string;
            /** @deprecated */
            inbound_agent_id?: string | null;
            /** @deprecated */
            outbound_agent_id?: string | null;
            /** @deprecated */
            inbound_agent_version?: components["schemas"]["AgentVersionReference"] | null;
            /** @deprecated */
            outbound_agent_version?: components["schemas"]["AgentVersionReference"] | null;
            allowed_inbound_country_list?: string[] | null;
            allowed_outbound_country_list?: string[] | null;
            area_code?: number;
            inbound_agents?: components["schemas"]["AgentWeight"][] | null;
            outbound_agents?: components["schemas"]["AgentWeight"][] | null;
            inbound_sms_agents?: components["schemas"]["AgentWeight"][] | null;
            outbound_sms_agents?: components["schemas"]["AgentWeight"][] | null;
            nickname?: string | null;
            inbound_webhook_url?: string | null;
            inbound_sms_webhook_url?: string | null;
            last_modification_timestamp: number;
            sip_outbound_trunk_config?: {
                termination_uri?: string | null;
                auth_username?: string | null;
                transport?: string | null;
            } | null;
            fallback_number?: string | null;
        };
        /** @enum {string} */
        PostCallAnalysisSetting: "both_agents" | "only_destination_agent";
        PressDigitNode: components["schemas"]["NodeBase"] & {
            /** @enum {string} */
            type: "press_digit";
            instruction: components["schemas"]["NodeInstructionPrompt"];
            delay_ms?: number;
            edges?: components["schemas"]["NodeEdge"][];
            finetune_transition_examples?: components["schemas"]["NodeFinetuneTransitionExample"][];
        };
        PressDigitTool: {
            /** @enum {string} */
            type: "press_digit";
            name: string;
            description?: string;
            delay_ms?: number;
        };
        ProductCost: {
            product: string;
            unit_price?: number;
            cost: number;
            is_transfer_leg_cost?: boolean;
        };
        PromptCondition: {
            /** @enum {string} */
            type: "prompt";
            prompt: string;
        };
        QaViewFilter: {
            agent?: components["schemas"]["AgentFilter"][];
            start_timestamp?: components["schemas"]["NumberFilter"] | components["schemas"]["RangeFilter"];
            score?: components["schemas"]["NumberFilter"];
            disconnection_reason?: components["schemas"]["EnumFilter"] & {
                value?: unknown;
            };
            passed?: boolean | components["schemas"]["BooleanFilter"];
            calibrated?: boolean | components["schemas"]["BooleanFilter"];
            /** @deprecated */
            agents?: components["schemas"]["AgentFilter"][];
            /** @deprecated */
            date_range?: components["schemas"]["DateRange"];
            /** @deprecated */
            score_range?: {
                /** @enum {string} */
                type?: "number";
                value: number;
                /** @enum {string} */
                op: "gt" | "gte" | "ge";
            };
            /** @deprecated */
            disconnection_reasons?: components["schemas"]["DisconnectionReason"][];
        };
        RAGAccuracy: {
            response_id: number;
            false_positive: number;
            false_negative: number;
            true_positive: number;
            true_negative: number;
        };
        RAGAnalysis: {
            details: components["schemas"]["RAGAccuracy"][];
            rag_accurate_count: number;
            rag_total_count: number;
        };
        /** @description Nodes and edges. */
        ResponseEngineConversationFlow: {
            /** @enum {string} */
            type: "conversation-flow";
            /** @description Id of the conversation flow. */
            conversation_flow_id: string;
            /** @description Version of it; the same as the agent's. */
            version?: number | null;
        };
        /** @description A language model server of your own. */
        ResponseEngineCustomLm: {
            /** @enum {string} */
            type: "custom-llm";
            /** @description Where calls connect to, ws:// or wss://. */
            llm_websocket_url: string;
        };
        /** @description Prompt, states and tools. */
        ResponseEngineRetellLm: {
            /** @enum {string} */
            type: "retell-llm";
            /** @description Id of the Retell LLM. */
            llm_id: string;
            /** @description Version of it; the same as the agent's. */
            version?: number | null;
        };
        ResponseEngine: components["schemas"]["ResponseEngineRetellLm"] | components["schemas"]["ResponseEngineCustomLm"] | components["schemas"]["ResponseEngineConversationFlow"];
        RetellResponseEngine: components["schemas"]["ResponseEngineRetellLm"] | components["schemas"]["ResponseEngineCustomLm"] | components["schemas"]["ResponseEngineConversationFlow"];
        /** @description One version of a Retell LLM. */
        RetellLLMResponse: {
            /** @description Id of the Retell LLM, the same for all its versions. */
            llm_id: string;
            /** @description The same number as the agent's that uses it. */
            version?: number;
            /** @description A published version cannot be changed. */
            is_published?: boolean;
        } & components["schemas"]["RetellLlmRequest"] & {
            /** @description Time of the last change, ms since the epoch. */
            last_modification_timestamp: number;
        };
        /** @description Settings of a Retell LLM that one call may override. */
        RetellLlmOverride: {
            /** @description Text model, any name; docs/models.md lists which provider answers for which name. */
            model?: components["schemas"]["NullableLLMModel"];
            /** @description Speech-to-speech model, any name; excludes model. Known names: gpt-realtime-1.5, gpt-realtime, gpt-realtime-mini. */
            s2s_model?: string | null;
            /** @description 0 to 1. Default 0. */
            model_temperature?: number;
            /** @description Ask the vendor for its faster tier. Default false. */
            model_high_priority?: boolean | null;
            /** @description Hold tool arguments strictly to their schema, where the vendor can. Default false. */
            tool_call_strict_mode?: boolean | null;
            /** @description Knowledge bases to look things up in. */
            knowledge_base_ids?: string[] | null;
            /** @description How many passages, and how close. */
            kb_config?: components["schemas"]["KBConfig"];
            /**
             * @description Who speaks first. Default agent.
             * @enum {string}
             */
            start_speaker?: "user" | "agent";
            /** @description When the user should speak first: silence after which the agent begins all the same; null = never. */
            begin_after_user_silence_ms?: number | null;
            /** @description First sentence; left out or null = the model words it; empty = wait for the user. */
            begin_message?: string | null;
        };
        /** @description Settings of a Retell LLM. */
        RetellLlmRequest: components["schemas"]["RetellLlmOverride"] & {
            /** @description Instructions for every state. */
            general_prompt?: string | null;
            /** @description Tools for every state. */
            general_tools?: components["schemas"]["Tool"][] | null;
            /** @description States with prompts and tools of their own. */
            states?: components["schemas"]["State"][] | null;
            /** @description State to begin in; needed when there are states. */
            starting_state?: string | null;
            /** @description Values for `{{variables}}` that a call does not give. */
            default_dynamic_variables?: {
                [key: string]: unknown;
            } | null;
            /** @description Read only: the version is chosen by the query. */
            version?: number | null;
            /** @description MCP servers whose tools may be used. */
            mcps?: components["schemas"]["MCP"][] | null;
        };
        ScoringCriteria: {
            custom_conditions?: {
                description: string;
                score_weight: number;
            }[];
            performance_metrics?: components["schemas"]["PerformanceMetricCriteria"][];
        };
        SendSMSTool: {
            name: string;
            /** @enum {string} */
            type: "send_sms";
            description?: string;
            speak_during_execution?: boolean;
            execution_message_description?: string;
            /** @enum {string} */
            execution_message_type?: "prompt" | "static_text";
            sms_content: components["schemas"]["SmsContent"];
        };
        SmsSender: {
            /** @enum {string} */
            type: "current_number";
        } | {
            /** @enum {string} */
            type: "short_code";
        };
        SmsDestination: {
            /** @enum {string} */
            type: "customer_number";
        } | {
            /** @enum {string} */
            type: "phone_number";
            phone_number: string;
            ignore_e164_validation?: boolean;
        };
        SentimentAnalysis: {
            details: ({
                duration?: components["schemas"]["Duration"];
                /** @enum {string} */
                sentiment?: "positive" | "neutral" | "negative";
            } | {
                response_id?: number;
                /** @enum {string} */
                sentiment?: "positive" | "neutral" | "negative";
            })[];
            positive_count: number;
            neutral_count: number;
            negative_count: number;
        };
        SkipResponseEdge: components["schemas"]["NodeEdge"] & {
            transition_condition: {
                /** @enum {string} */
                type: "prompt";
                /** @enum {string} */
                prompt: "Skip response";
            };
        };
        AlwaysEdge: components["schemas"]["NodeEdge"] & {
            transition_condition: {
                /** @enum {string} */
                type: "prompt";
                /** @enum {string} */
                prompt: "Always";
            };
        };
        SmsContentInferred: {
            /** @enum {string} */
            type?: "inferred";
            prompt?: string;
        };
        SmsContentPredefined: {
            /** @enum {string} */
            type?: "predefined";
            content?: string;
        };
        SmsContent: components["schemas"]["SmsContentPredefined"] | components["schemas"]["SmsContentInferred"];
        SmsFailedEdge: components["schemas"]["NodeEdge"] & {
            transition_condition: {
                /** @enum {string} */
                type: "prompt";
                /** @enum {string} */
                prompt: "Failed to send";
            };
        };
        SmsNode: components["schemas"]["NodeBase"] & {
            /** @enum {string} */
            type: "sms";
            instruction: components["schemas"]["NodeInstruction"];
            success_edge: components["schemas"]["SmsSuccessEdge"];
            failed_edge: components["schemas"]["SmsFailedEdge"];
        };
        SmsSuccessEdge: components["schemas"]["NodeEdge"] & {
            transition_condition: {
                /** @enum {string} */
                type: "prompt";
                /** @enum {string} */
                prompt: "Sent successfully";
            };
        };
        StateEdge: {
            destination_state_name: string;
            description: string;
            parameters?: components["schemas"]["ToolParameter"];
        };
        StateTransitionMessage: {
            message_id: string;
            /** @enum {string} */
            role: "state_transition";
            former_state_name?: string;
            new_state_name?: string;
            created_timestamp: number;
        };
        /** @description A part of the conversation with a prompt and tools of its own. */
        State: {
            /** @description Unique; a-z, A-Z, 0-9, _ and -, at most 64. */
            name: string;
            /** @description Added to the general prompt while in this state. */
            state_prompt?: string;
            /** @description Where the conversation may go next. */
            edges?: components["schemas"]["StateEdge"][];
            /** @description Added to the general tools while in this state. */
            tools?: components["schemas"]["Tool"][];
        };
        StringAnalysisData: {
            /** @enum {string} */
            type: "string";
            name: string;
            description: string;
            examples?: string[];
            required?: boolean;
            conditional_prompt?: string;
        };
        TestCaseBatchJob: {
            test_case_batch_job_id: string;
            /** @enum {string} */
            status: "in_progress" | "complete";
            response_engine: components["schemas"]["ResponseEngine"];
            pass_count: number;
            fail_count: number;
            error_count: number;
            total_count: number;
            allow_unmocked_tools?: boolean;
            creation_timestamp: number;
            user_modified_timestamp: number;
        };
        TestCaseDefinitionInput: {
            name?: string;
            response_engine?: components["schemas"]["RetellResponseEngine"];
            user_prompt?: string;
            metrics?: string[];
            dynamic_variables?: {
                [key: string]: string;
            };
            tool_mocks?: components["schemas"]["ToolMock"][];
            llm_model?: components["schemas"]["LLMModel"];
            /** @description The user says these one after the other, instead of being played by a model. */
            user_messages?: string[] | null;
        };
        TestCaseDefinition: components["schemas"]["TestCaseDefinitionInput"] & {
            test_case_definition_id: string;
            /** @enum {string} */
            type: "simulation";
            creation_timestamp: number;
            user_modified_timestamp: number;
        };
        TestCaseJob: {
            test_case_job_id: string;
            /** @enum {string} */
            status: "pending" | "in_progress" | "pass" | "fail" | "error";
            test_case_definition_id: string;
            test_case_definition_snapshot: components["schemas"]["TestCaseDefinition"];
            transcript_snapshot?: Record<string, never> | null;
            result_explanation?: string | null;
            /** @description How each metric was judged, in the order of the case. */
            metric_results?: components["schemas"]["TestMetricResult"][] | null;
            creation_timestamp: number;
            user_modified_timestamp: number;
        };
        ToolMockInputMatchRule: {
            /** @enum {string} */
            type: "any";
        } | {
            /** @enum {string} */
            type: "partial_match";
            args: {
                [key: string]: unknown;
            };
        };
        ToolMock: {
            tool_name: string;
            input_match_rule: components["schemas"]["ToolMockInputMatchRule"];
            output: string;
            result?: boolean | null;
        };
        TimeWindow: {
            start: number;
            end: number;
        };
        ToolCallAccuracyAnalysis: {
            details: components["schemas"]["UtteranceToolCallAccuracy"][];
            tool_call_accurate_utterance_count: number;
            total_utterance_count: number;
        };
        ToolCallInvocationAnalysis: {
            tool_call_average_latency: number;
            tool_call_success_count: number;
            tool_call_total_count: number;
        };
        ToolCallInvocationMessage: {
            message_id: string;
            /** @enum {string} */
            role: "tool_call_invocation";
            tool_call_id: string;
            name: string;
            arguments: string;
            thought_signature?: string;
            created_timestamp?: number;
        };
        ToolCallInvocationUtterance: {
            /** @enum {string} */
            role: "tool_call_invocation";
            tool_call_id: string;
            name: string;
            arguments: string;
            thought_signature?: string;
            /** @description Seconds from the start of the call. */
            time_sec?: number;
            /** @description Kind of the tool. */
            type?: string;
        };
        ToolCallResultMessage: {
            message_id: string;
            /** @enum {string} */
            role: "tool_call_result";
            tool_call_id: string;
            content: string;
            successful?: boolean;
            created_timestamp: number;
        };
        ToolCallResultUtterance: {
            /** @enum {string} */
            role: "tool_call_result";
            tool_call_id: string;
            content: string;
            successful?: boolean;
            /** @description Seconds from the start of the call. */
            time_sec?: number;
        };
        ToolParameter: {
            /** @enum {string} */
            type: "object";
            properties: {
                [key: string]: unknown;
            };
            required?: string[];
        };
        Tool: components["schemas"]["EndCallTool"] | components["schemas"]["TransferCallTool"] | components["schemas"]["CheckAvailabilityCalTool"] | components["schemas"]["BookAppointmentCalTool"] | components["schemas"]["AgentSwapTool"] | components["schemas"]["PressDigitTool"] | components["schemas"]["SendSMSTool"] | components["schemas"]["CustomTool"] | components["schemas"]["CodeTool"] | components["schemas"]["ExtractDynamicVariableTool"] | components["schemas"]["BridgeTransferTool"] | components["schemas"]["CancelTransferTool"] | components["schemas"]["MCPTool"];
        TransferCallNode: components["schemas"]["NodeBase"] & {
            /** @enum {string} */
            type: "transfer_call";
            transfer_destination: components["schemas"]["TransferDestination"];
            ignore_e164_validation?: boolean;
            custom_sip_headers?: {
                [key: string]: string;
            };
            transfer_option: components["schemas"]["TransferOption"];
            edge: components["schemas"]["TransferFailedEdge"];
            speak_during_execution?: boolean;
            instruction?: components["schemas"]["NodeInstruction"];
        };
        TransferCallTool: {
            /** @enum {string} */
            type: "transfer_call";
            name: string;
            description?: string;
            transfer_destination: components["schemas"]["TransferDestination"];
            ignore_e164_validation?: boolean;
            custom_sip_headers?: {
                [key: string]: string;
            };
            transfer_option: components["schemas"]["TransferOption"];
            speak_during_execution?: boolean;
            execution_message_description?: string;
            /** @enum {string} */
            execution_message_type?: "prompt" | "static_text";
        };
        TransferDestinationInferred: {
            /** @enum {string} */
            type: "inferred";
            prompt: string;
        };
        TransferDestinationPredefined: {
            /** @enum {string} */
            type: "predefined";
            number: string;
            extension?: string;
        };
        TransferDestination: components["schemas"]["TransferDestinationPredefined"] | components["schemas"]["TransferDestinationInferred"];
        TransferFailedEdge: components["schemas"]["NodeEdge"] & {
            transition_condition: {
                /** @enum {string} */
                type: "prompt";
                /** @enum {string} */
                prompt: "Transfer failed";
            };
        };
        TransferOptionAgenticWarmTransfer: {
            /** @enum {string} */
            type: "agentic_warm_transfer";
            show_transferee_as_caller?: boolean;
            /** @enum {string} */
            on_hold_music?: "none" | "relaxing_sound" | "uplifting_beats" | "ringtone";
            transfer_ring_duration_ms?: number;
            public_handoff_option?: components["schemas"]["WarmTransferPrompt"] | components["schemas"]["WarmTransferStaticMessage"];
            agentic_transfer_config: {
                transfer_agent?: {
                    agent_id: string;
                    agent_version: components["schemas"]["AgentVersionReference"];
                };
                /** @default 30000 */
                transfer_timeout_ms: number;
                /**
                 * @default cancel_transfer
                 * @enum {string}
                 */
                action_on_timeout: "bridge_transfer" | "cancel_transfer";
            };
            /** @default true */
            enable_bridge_audio_cue: boolean;
        };
        TransferOptionColdTransfer: {
            /** @enum {string} */
            type: "cold_transfer";
            show_transferee_as_caller?: boolean;
            /**
             * @default sip_invite
             * @enum {string}
             */
            cold_transfer_mode: "sip_refer" | "sip_invite";
            transfer_ring_duration_ms?: number;
        };
        TransferOptionWarmTransfer: {
            /** @enum {string} */
            type: "warm_transfer";
            show_transferee_as_caller?: boolean;
            agent_detection_timeout_ms?: number;
            transfer_ring_duration_ms?: number;
            /** @enum {string} */
            on_hold_music?: "none" | "relaxing_sound" | "uplifting_beats" | "ringtone";
            public_handoff_option?: components["schemas"]["WarmTransferPrompt"] | components["schemas"]["WarmTransferStaticMessage"];
            private_handoff_option?: components["schemas"]["WarmTransferPrompt"] | components["schemas"]["WarmTransferStaticMessage"];
            ivr_option?: components["schemas"]["WarmTransferPrompt"];
            opt_out_human_detection?: boolean;
            /** @default true */
            enable_bridge_audio_cue: boolean;
        };
        TransferOption: components["schemas"]["TransferOptionColdTransfer"] | components["schemas"]["TransferOptionWarmTransfer"] | components["schemas"]["TransferOptionAgenticWarmTransfer"];
        UpdateOrganizationRequest: components["schemas"]["CreateOrganizationRequest"] & {
            outage_mode_enabled?: boolean;
            concurrency_burst_enabled?: boolean;
            use_stable_server?: boolean;
        };
        UserFormRequest: {
            form: {
                [key: string]: string;
            };
            utm_parameters?: {
                [key: string]: string;
            };
            referrer?: string;
        };
        UtteranceHallucination: {
            response_id: number;
            hallucinations: components["schemas"]["Hallucination"][];
        };
        UtteranceMistranscribedImportantEntities: {
            response_id: number;
            details: {
                original_transcript?: string;
                corrected_transcript?: string;
            }[];
        };
        UtteranceNaturalnessIssues: {
            response_id: number;
            naturalness_issues: components["schemas"]["NaturalnessIssue"][];
        };
        UtteranceOrToolCall: components["schemas"]["Utterance"] | components["schemas"]["ToolCallInvocationUtterance"] | components["schemas"]["ToolCallResultUtterance"] | components["schemas"]["NodeTransitionUtterance"] | components["schemas"]["DTMFUtterance"] | components["schemas"]["StateTransitionUtterance"] | components["schemas"]["InjectedUtterance"];
        UtteranceToolCallAccuracy: {
            response_id: number;
            missed_tool_calls: string[];
            incorrectly_added_tool_calls: string[];
            wrong_arguments_tool_calls: string[];
        };
        Utterance: {
            /** @enum {string} */
            role: "agent" | "user" | "transfer_target";
            content: string;
            words: {
                word?: string;
                start?: number;
                end?: number;
            }[];
            /** @description `response_id` of an ordinary answer, `interrupt_id` of the begin message; only on the agent's. */
            metadata?: Record<string, never>;
        };
        /** @description What web and phone calls have in common. */
        V2CallBase: {
            /** @description Id of the call. */
            call_id: string;
            /** @description Agent that spoke. */
            agent_id: string;
            /** @description Its name at that time. */
            agent_name?: string;
            /** @description Its version. */
            agent_version: number;
            /**
             * @description registered -> ongoing -> ended, or error, or (phone) not_connected.
             * @enum {string}
             */
            call_status: "registered" | "not_connected" | "ongoing" | "ended" | "error";
            /** @description What you gave with the call. */
            metadata?: Record<string, never>;
            /** @description Variables you gave with the call. */
            retell_llm_dynamic_variables?: {
                [key: string]: unknown;
            };
            /** @description Variables collected during the call; once it ended. */
            collected_dynamic_variables?: {
                [key: string]: unknown;
            };
            custom_sip_headers?: {
                [key: string]: string;
            };
            /**
             * @description What is kept of this call.
             * @enum {string|null}
             */
            data_storage_setting?: "everything" | "everything_except_pii" | "basic_attributes_only" | null;
            /**
             * @description Ringback's own. What is kept in fact where that is less than data_storage_setting says.
             * @enum {string}
             */
            data_storage_applied?: "basic_attributes_only";
            /** @description The batch that made it. */
            batch_call_id?: string;
            /** @description Attributes of your own, from update-call. */
            custom_attributes?: {
                [key: string]: unknown;
            };
            /** @description Tag of the agent's version when the call was made. */
            agent_tag?: string | null;
            opt_in_signed_url?: boolean;
            /** @description When it was joined, ms since the epoch. */
            start_timestamp?: number;
            /** @description When it ended, ms since the epoch. */
            end_timestamp?: number;
            transfer_end_timestamp?: number;
            /** @description end_timestamp - start_timestamp. */
            duration_ms?: number;
            /** @description A line per utterance; once it ended. */
            transcript?: string;
            /** @description Utterances with word times in seconds; once it ended. */
            transcript_object?: components["schemas"]["Utterance"][];
            /** @description The same with tool calls woven in; once it ended. */
            transcript_with_tool_calls?: components["schemas"]["UtteranceOrToolCall"][];
            scrubbed_transcript_with_tool_calls?: components["schemas"]["UtteranceOrToolCall"][];
            /** @description Both parties mixed, WAV. */
            recording_url?: string;
            /** @description Caller left, agent right, WAV. */
            recording_multi_channel_url?: string;
            scrubbed_recording_url?: string;
            scrubbed_recording_multi_channel_url?: string;
            /** @description What happened when, as text. */
            public_log_url?: string;
            knowledge_base_retrieved_contents_url?: string;
            /** @description Per turn, in ms; only the parts that occurred. */
            latency?: {
                e2e?: components["schemas"]["CallLatency"];
                asr?: components["schemas"]["CallLatency"];
                llm?: components["schemas"]["CallLatency"];
                llm_websocket_network_rtt?: components["schemas"]["CallLatency"];
                tts?: components["schemas"]["CallLatency"];
                knowledge_base?: components["schemas"]["CallLatency"];
                s2s?: components["schemas"]["CallLatency"];
            };
            /** @description Why it ended. */
            disconnection_reason?: components["schemas"]["DisconnectionReason"];
            transfer_destination?: string | null;
            /** @description Written by the agent's analysis model after the call. */
            call_analysis?: components["schemas"]["CallAnalysis"];
            call_cost?: {
                product_costs: components["schemas"]["ProductCost"][];
                total_duration_seconds: number;
                total_duration_unit_price: number;
                combined_cost: number;
            };
            /** @description Tokens per request to the model. */
            llm_token_usage?: {
                values: number[];
                average: number;
                num_requests: number;
            };
        };
        V2CallResponse: components["schemas"]["V2WebCallResponse"] | components["schemas"]["V2PhoneCallResponse"];
        /** @description Ringback's own. The sound of the leg, as received here and as the far end reported it; once it ended. */
        CallQuality: {
            codec: string;
            packets_received: number;
            packets_sent: number;
            /** @description Of the packets that should have come, 0 to 1. */
            loss: number;
            /** @description The same of ours, as the far end reported it. */
            remote_loss?: number;
            jitter_ms: number;
            round_trip_ms?: number;
            /** @description Mean opinion score estimated by the E-model, 1 to 4.5. */
            mos: number;
        };
        V2PhoneCallResponse: {
            /** @enum {string} */
            call_type: "phone_call";
            from_number: string;
            to_number: string;
            /** @enum {string} */
            direction: "inbound" | "outbound";
            telephony_identifier?: {
                twilio_call_sid?: string;
                /** @description Ringback's own. */
                telnyx_call_control_id?: string;
                /** @description Ringback's own. Call-ID of the leg, as your switch logs it. */
                sip_call_id?: string;
            };
            call_quality?: components["schemas"]["CallQuality"];
            /** @description Ringback's own. The SIP status that ended the dialling of a call that nobody answered. */
            sip_status?: number;
            /** @description Ringback's own. The call's SIP messages as text, without secrets; once it ended. */
            sip_ladder_url?: string;
            /** @description Ringback's own. The call's packets, where they were captured; once it ended. */
            pcap_url?: string;
        } & components["schemas"]["V2CallBase"];
        /** @description A call joined from a browser. */
        V2WebCallResponse: {
            /** @enum {string} */
            call_type: "web_call";
            /** @description What the browser joins with; it must do so within 30 s. */
            access_token: string;
        } & components["schemas"]["V2CallBase"];
        /** @description A voice. */
        VoiceResponse: {
            /** @description Id to use in agents. */
            voice_id: string;
            /** @description Its name. */
            voice_name: string;
            /**
             * @description Who makes it; `platform` = this server.
             * @enum {string}
             */
            provider: "elevenlabs" | "openai" | "deepgram" | "cartesia" | "minimax" | "fish_audio" | "platform";
            /** @description Accent. */
            accent?: string;
            /**
             * @description Gender.
             * @enum {string}
             */
            gender: "male" | "female";
            /** @description Age. */
            age?: string;
            /** @description A sample. */
            preview_audio_url?: string;
            /** @description Whether this server can speak it itself; otherwise the nearest voice stands in. */
            available?: boolean;
        };
        VoicemailActionBridgeTransfer: {
            /** @enum {string} */
            type: "bridge_transfer";
        };
        VoicemailActionHangup: {
            /** @enum {string} */
            type: "hangup";
        };
        VoicemailActionPrompt: {
            /** @enum {string} */
            type: "prompt";
            text: string;
        };
        VoicemailActionStaticText: {
            /** @enum {string} */
            type: "static_text";
            text: string;
        };
        VoicemailAction: components["schemas"]["VoicemailActionPrompt"] | components["schemas"]["VoicemailActionStaticText"] | components["schemas"]["VoicemailActionHangup"] | components["schemas"]["VoicemailActionBridgeTransfer"];
        IvrActionHangup: {
            /** @enum {string} */
            type: "hangup";
        };
        IvrAction: components["schemas"]["IvrActionHangup"];
        WER: {
            word_count: number;
            number_deletions: number;
            number_insertions: number;
            number_substitutions: number;
        };
        WarmTransferPrompt: {
            /** @enum {string} */
            type?: "prompt";
            prompt?: string;
        };
        WarmTransferStaticMessage: {
            /** @enum {string} */
            type?: "static_message";
            message?: string;
        };
        /** @description The conversation went to another state. */
        StateTransitionUtterance: {
            /** @enum {string} */
            role: "state_transition";
            former_state_name: string;
            new_state_name: string;
            /** @description Seconds from the start of the call. */
            time_sec?: number;
        };
        ErrorBody: {
            /** @enum {string} */
            status: "error";
            message: string;
        };
        ShownName: string;
        /**
         * @description An admin may do everything. A developer may do everything with agents, calls and numbers, and make keys for that. A member reads, and never what was said in a conversation.
         * @enum {string}
         */
        MemberRole: "admin" | "developer" | "member";
        /**
         * @description edit includes read.
         * @enum {string}
         */
        Permission: "read" | "edit";
        /** @description What the key may do, by area; an area that is missing is closed. null, or none given, means everything. */
        ApiKeyPermissions: {
            build?: components["schemas"]["Permission"];
            monitor?: components["schemas"]["Permission"];
            deploy?: components["schemas"]["Permission"];
        } | null;
        /** @description Of a public key, the hosts whose pages may use it, like `shop.example.com`, `*.example.com` or `localhost:3000`. */
        AllowedDomains: string[];
        /** @description Of a public key, Google reCAPTCHA v3; pages send its token as `x-recaptcha-token`. The secret is never shown. */
        RecaptchaSettings: {
            secret: string;
            /** @default 0.5 */
            score_threshold: number;
        } | null;
        ApiKey: {
            api_key_id: string;
            /** @description The key itself, of a secret one only when it is made. */
            api_key?: string;
            name: string;
            /** @enum {string} */
            type: "secret" | "public";
            permissions: components["schemas"]["ApiKeyPermissions"];
            allowed_domains?: components["schemas"]["AllowedDomains"];
            recaptcha_score_threshold?: number | null;
            is_webhook_key: boolean;
            created_timestamp: number;
            /** @description Within about a minute. */
            last_used_timestamp: number | null;
        };
        Member: {
            member_id: string;
            name: string;
            email: string | null;
            role: components["schemas"]["MemberRole"];
            created_timestamp: number;
            /** @description When they last signed in. */
            last_seen_timestamp: number | null;
        };
        SignInLink: {
            sign_in_url: string;
            expires_timestamp: number;
        };
        Workspace: {
            org_id: string;
            org_name: string;
            created_timestamp: number;
        };
        SessionInfo: {
            org_id: string;
            org_name: string;
            /**
             * @description An operator signed in by a link of the server itself.
             * @enum {string}
             */
            type: "api_key" | "member" | "operator";
            id?: string | null;
            name?: string | null;
            /** @enum {string|null} */
            role: "admin" | "developer" | "member" | null;
            permissions: components["schemas"]["ApiKeyPermissions"];
        };
        AuditEntry: {
            entry_id: string;
            timestamp: number;
            /** @description As in this document. */
            operation_id: string;
            object_id: string | null;
            actor: {
                /** @enum {string} */
                type: "api_key" | "member" | "operator";
                id: string | null;
                name: string | null;
            };
            changes: {
                field: string;
                /** @description Missing where nothing was before, or where values are not kept. */
                before?: unknown;
                /** @description Missing where nothing is now, or where values are not kept. */
                after?: unknown;
            }[];
        };
        /** @description The number of a version, `latest`, `latest_published`, or one of the agent's tags. */
        AgentVersionReference: number | string;
        AgentLanguage: components["schemas"]["AgentLocale"] | components["schemas"]["AgentLocale"][];
        /** @enum {string} */
        AgentLocale: "en-US" | "en-IN" | "en-GB" | "en-AU" | "en-NZ" | "de-DE" | "es-ES" | "es-419" | "hi-IN" | "fr-FR" | "fr-CA" | "ja-JP" | "pt-PT" | "pt-BR" | "zh-CN" | "ru-RU" | "it-IT" | "ko-KR" | "nl-NL" | "nl-BE" | "pl-PL" | "tr-TR" | "vi-VN" | "ro-RO" | "bg-BG" | "ca-ES" | "th-TH" | "da-DK" | "fi-FI" | "el-GR" | "hu-HU" | "id-ID" | "no-NO" | "sk-SK" | "sv-SE" | "lt-LT" | "lv-LV" | "cs-CZ" | "ms-MY" | "af-ZA" | "ar-SA" | "az-AZ" | "bs-BA" | "cy-GB" | "fa-IR" | "fil-PH" | "gl-ES" | "he-IL" | "hr-HR" | "hy-AM" | "is-IS" | "kk-KZ" | "kn-IN" | "mk-MK" | "mr-IN" | "ne-NP" | "sl-SI" | "sr-RS" | "sw-KE" | "ta-IN" | "ur-IN" | "yue-CN" | "uk-UA" | "multi";
        /** @description Tag -> what it names and carries. `prod` and `staging` are always there. */
        AgentTags: {
            [key: string]: {
                /** @description Absent while the tag means whichever version is the latest. */
                version?: number;
                dynamic_variables?: {
                    [key: string]: string;
                };
            };
        };
        AgentTagsResponse: {
            agent_id: string;
            tags: components["schemas"]["AgentTags"];
        };
        AgentSummary: {
            agent_id: string;
            /** @description Empty for an agent without a name. */
            agent_name: string;
            /** @enum {string} */
            channel: "voice" | "chat";
            tags: components["schemas"]["AgentTags"];
            /** @description Time of the last change to any version, ms since the epoch. */
            user_modified_timestamp: number;
            /** @description Always false here. */
            is_suspended: boolean;
        };
        AgentVersionSummary: {
            version: number;
            is_published: boolean;
            last_modification_timestamp: number;
            /** @description Version that it was made from. */
            base_version?: number;
            version_title?: string;
            version_description?: string;
            assigned_tags?: string[];
        };
        AgentComparison: {
            agent_id: string;
            from_version: number;
            to_version: number;
            changes: components["schemas"]["AgentVersionChange"][];
        };
        AgentVersionChange: {
            /** @description Where, for example `agent.voice_id`, `engine.states["greeting"].state_prompt`. */
            path: string;
            /** @enum {string} */
            kind: "added" | "removed" | "changed";
            /** @description Absent for what was added. */
            before?: unknown;
            /** @description Absent for what was removed. */
            after?: unknown;
        };
        /** @description A call without its transcripts. */
        ListedCall: components["schemas"]["V2WebCallResponse"] | components["schemas"]["V2PhoneCallResponse"];
        /** @description A file of calls that was asked for. */
        ExportRequest: {
            export_request_id: string;
            /** @enum {string} */
            channel: "call" | "chat";
            /** @enum {string} */
            status: "created" | "processing" | "completed" | "error";
            /** @description Once it is completed; opens for a day from now. */
            url?: string;
            /** @description Milliseconds since the epoch. */
            created_timestamp: number;
            timezone: string;
        };
        ChatPage: {
            items: components["schemas"]["ChatResponse"][];
            /** @description Only while there is more. */
            pagination_key?: string;
            has_more: boolean;
            /** @description How many chats fit the criteria, when that was asked for. */
            total?: number;
        };
        ChatFilterCriteria: {
            /** @description Chats of any of these agents. */
            agent?: {
                agent_id: string;
                version?: number[];
            }[];
            agent_tag?: components["schemas"]["EnumFilter"];
            chat_id?: components["schemas"]["StringFilter"] | components["schemas"]["EnumFilter"];
            chat_status?: components["schemas"]["EnumFilter"] & {
                value?: unknown;
            };
            chat_type?: components["schemas"]["EnumFilter"];
            chat_successful?: components["schemas"]["BooleanFilter"];
            combined_cost?: components["schemas"]["ChatNumberFilter"];
            duration_ms?: components["schemas"]["ChatNumberFilter"];
            start_timestamp?: components["schemas"]["ChatNumberFilter"];
            end_timestamp?: components["schemas"]["ChatNumberFilter"];
            disconnection_reason?: components["schemas"]["EnumFilter"];
            user_sentiment?: components["schemas"]["EnumFilter"] & {
                value?: unknown;
            };
            /** @description By values that the analysis found; `key` is the value's name. */
            custom_analysis_data?: components["schemas"]["CustomFieldFilter"][];
            /** @description By custom attributes; `key` is the attribute's name. */
            custom_attributes?: components["schemas"]["CustomFieldFilter"][];
        };
        ChatNumberFilter: components["schemas"]["NumberFilter"] | components["schemas"]["RangeFilter"];
        /** @description A message of the history; ids and times may be left out. */
        PlaygroundMessage: {
            /** @enum {string} */
            role: "agent" | "user";
            content: string;
            message_id?: string;
            created_timestamp?: number;
        } | {
            /** @enum {string} */
            role: "tool_call_invocation";
            tool_call_id: string;
            name: string;
            arguments: string;
            thought_signature?: string;
            message_id?: string;
            created_timestamp?: number;
        } | {
            /** @enum {string} */
            role: "tool_call_result";
            tool_call_id: string;
            content: string;
            successful?: boolean;
            message_id?: string;
            created_timestamp?: number;
        } | {
            /** @enum {string} */
            role: "node_transition" | "state_transition";
            message_id?: string;
            created_timestamp?: number;
        } | {
            /** @enum {string} */
            role: "injected" | "sms";
            content: string;
            message_id?: string;
            created_timestamp?: number;
        };
        ContactRequest: {
            /** @description With country code. */
            phone_number: string;
            first_name?: string;
            last_name?: string;
            tags?: string[];
            /** @description The same as `tags`, which counts when both are given; the id of a tag is its text. */
            contact_tag_ids?: string[];
            /** @description Texts, numbers and truth values by name; null clears one. */
            custom_fields?: {
                [key: string]: unknown;
            };
            /** @description Outbound calls to the number are refused. */
            do_not_call?: boolean;
        };
        ContactUpdateRequest: {
            first_name?: string;
            last_name?: string;
            tags?: string[];
            /** @description The same as `tags`, which counts when both are given; the id of a tag is its text. */
            contact_tag_ids?: string[];
            /** @description Texts, numbers and truth values by name; null clears one. */
            custom_fields?: {
                [key: string]: unknown;
            };
            /** @description Outbound calls to the number are refused. */
            do_not_call?: boolean;
        };
        ContactResponse: {
            contact_id: string;
            /** @description The workspace. */
            org_id: string;
            /** @description E.164. */
            phone_number: string;
            first_name?: string;
            last_name?: string;
            tags: string[];
            /** @description The tags once more, as newer clients read them. */
            contact_tags?: {
                id: string;
                label: string;
            }[];
            custom_fields: {
                [key: string]: unknown;
            };
            do_not_call: boolean;
            external_id?: string;
            conversation_count: number;
            /** @description Start of the last conversation, milliseconds since the epoch. */
            last_conversation_timestamp?: number;
            /** @description When it was made, milliseconds since the epoch. */
            created_timestamp: number;
            /** @description When it was last changed, milliseconds since the epoch. */
            user_modified_timestamp: number;
        };
        ContactListRequest: {
            filter_criteria?: components["schemas"]["ContactFilterCriteria"];
            /** @default 50 */
            limit: number;
            /** @description The `pagination_key` of the page before. */
            pagination_key?: string;
            /** @description Part of the number, a name, the external id or a custom value, in any case of letters (beyond ASCII as far as the locale of your database folds it). */
            search_query?: string;
            skip?: number;
            /**
             * @default desc
             * @enum {string}
             */
            sort_order: "asc" | "desc";
        };
        /** @description All of them must hold. */
        ContactFilterCriteria: {
            contact_id?: components["schemas"]["StringFilter"];
            phone_number?: components["schemas"]["StringFilter"];
            external_id?: components["schemas"]["StringFilter"] | components["schemas"]["PresentFilter"];
            do_not_call?: components["schemas"]["BooleanFilter"];
            last_conversation_timestamp?: components["schemas"]["NumberFilter"] | components["schemas"]["RangeFilter"];
            /** @description Any of these. */
            tags?: components["schemas"]["EnumFilter"];
            /** @description The same as `tags`. */
            contact_tag_ids?: components["schemas"]["EnumFilter"];
            custom_fields?: ((components["schemas"]["StringFilter"] & {
                /** @description Which custom field. */
                key: string;
            }) | (components["schemas"]["NumberFilter"] & {
                /** @description Which custom field. */
                key: string;
            }) | (components["schemas"]["BooleanFilter"] & {
                /** @description Which custom field. */
                key: string;
            }) | (components["schemas"]["RangeFilter"] & {
                /** @description Which custom field. */
                key: string;
            }) | (components["schemas"]["EnumFilter"] & {
                /** @description Which custom field. */
                key: string;
            }) | (components["schemas"]["PresentFilter"] & {
                /** @description Which custom field. */
                key: string;
            }))[];
        };
        ContactConversation: {
            /** @enum {string} */
            type: "call" | "chat";
            call_id?: string;
            chat_id?: string;
            /** @enum {string} */
            direction?: "inbound" | "outbound";
            disconnection_reason?: string;
            duration_ms?: number;
            start_timestamp?: number;
            /** @enum {string} */
            sentiment?: "Negative" | "Positive" | "Neutral" | "Unknown";
            successful?: boolean;
            summary?: string;
        };
        ContactImportRequest: {
            upload_id: string;
            column_mapping: {
                /** @description Header of the column. */
                external_field_name: string;
                /** @description phone_number (exactly once), first_name, last_name, tags, do_not_call, external_id, or the name of a custom field. */
                field_name: string;
            }[];
            /** @description ISO 3166-1 code of numbers without a country code; US without it. */
            default_country?: string;
            /** @description Added to every contact. */
            tags?: string[];
            /** @description The same as `tags`, which counts when both are given. */
            contact_tags?: string[];
        };
        ContactBackfillRequest: {
            /** @description Names of analysis fields. */
            backfill_attributes: string[];
            backfill_call_filter?: {
                agent?: {
                    agent_id: string;
                    version?: number[];
                }[];
                start_timestamp?: components["schemas"]["NumberFilter"] | components["schemas"]["RangeFilter"];
            };
        };
        ContactJobStatus: {
            /**
             * @description Waiting, at work, or over (also when there never was one).
             * @enum {string}
             */
            status: "queued" | "running" | "idle";
            succeeded?: number;
            failed?: number;
            start_timestamp?: number;
            /** @enum {string} */
            triggered_by?: "manual" | "cron";
            /** @description The first 100 things that failed. */
            failures: {
                /** @description Line of the table; the headers are 1. 0: the whole job. */
                row: number;
                reason: string;
            }[];
        };
        /** @description A place of a stored document that a call may stumble over. */
        EngineWarning: {
            /** @description Which rule, for programs: `edge_without_destination`, `unknown_destination`, `duplicate_edge_id`, and so on. */
            code: string;
            /** @description Where: `nodes[3].edges[0].destination_node_id`. */
            path: string;
            /** @description The node it stands in. */
            node_id?: string;
            /** @description That node's name. */
            node_name?: string;
            /** @description One sentence. */
            message: string;
        };
        AssetRequest: {
            /**
             * Format: binary
             * @description The image or sound.
             */
            file: string;
        };
        /** @description An asset. */
        AssetResponse: {
            /** @description Id of the asset. */
            asset_id: string;
            /** @description As it was uploaded. */
            file_name: string;
            /** @description Media type, found in the content. */
            content_type: string;
            /** @description Bytes. */
            file_size: number;
            /** @description Where it can be read, without a key. */
            url: string;
            /** @description Milliseconds since the epoch. */
            created_timestamp: number;
        };
        CreateWebCallV3Request: {
            /** @description Agent to talk to. */
            agent_id: string;
            /** @description Its version by number or name (`latest`, `latest_published`, a tag); without it the latest. */
            agent_version?: number | string;
            /** @description Settings for this call alone. */
            agent_override?: components["schemas"]["AgentOverrideRequest"];
            /** @description Anything of yours, at most 50 kB; comes back with the call. */
            metadata?: Record<string, never>;
            /** @description Values for `{{variables}}`; anything but text is written as JSON. */
            retell_llm_dynamic_variables?: {
                [key: string]: unknown;
            };
            /** @description Begin at this node of the flow. */
            current_node_id?: string | null;
            /** @description Begin in this state of the Retell LLM. */
            current_state?: string | null;
        };
        CreateWebCallV3Response: {
            call_id: string;
            /** @description For the browser; opens this call alone, for 30 seconds until it has joined. */
            access_token: string;
            /** @description When the token ends for good, ms since the epoch. */
            expires_at: number;
            /** @description For the browser's peer connection; empty where none are needed. */
            ice_servers: components["schemas"]["IceServer"][];
            /** @enum {string} */
            transport: "gateway";
        };
        IceServer: {
            urls: string | string[];
            username?: string;
            credential?: string;
        };
        UpdateLiveCallRequest: {
            /** @description What the agent is to know and do. */
            call_control?: {
                /** @description Read by the agent before its next answer; stands in the transcript with the role `injected`. */
                additional_context?: string;
                /** @description true lets the agent speak now: what it is saying is cut, unless its interruption_sensitivity is 0. Nothing happens while the caller speaks. */
                trigger_response?: boolean;
            };
            /** @description Fields of the call; those left out stay. */
            fields_to_override?: {
                /** @description Added to or put over the variables; null removes earlier overrides. */
                override_dynamic_variables?: {
                    [key: string]: unknown;
                } | null;
                /** @description Replaces the metadata, at most 50 kB. */
                metadata?: Record<string, never>;
                /**
                 * @description May only become stricter.
                 * @enum {string}
                 */
                data_storage_setting?: "everything" | "everything_except_pii" | "basic_attributes_only";
            };
        };
        LiveCallSuccess: {
            success: boolean;
        };
        ListenLiveCallResponse: {
            /** @description JWT that may join and listen, nothing else. */
            access_token: string;
            /** @description When the token ends, ms since the epoch. */
            expires_at: number;
            /** @description Who it makes you; for `/v2/take-over-live-call`. */
            participant_id: string;
            room_name: string;
            /** @description Address for a LiveKit client. */
            url: string;
            /** @enum {string} */
            transport: "livekit";
        };
        InjectedUtterance: {
            /** @enum {string} */
            role: "injected" | "sms";
            /** @description Context from `/v2/update-live-call`, said by nobody, or a text message that the other side sent during the call. */
            content: string;
            /** @description Seconds into the call. */
            time_sec: number;
        };
        AgentMediaStreamResponse: {
            agent_id: string;
            /** @description Begins with `wss://`, or `ws://` where this server has no certificate, which Twilio does not call. */
            media_stream_url: string;
            /** @description TwiML that brings a call to the agent, with the caller's number and the one called. */
            twiml: string;
        };
        BatchCallItem: components["schemas"]["BatchCallResponse"] & {
            /**
             * @description Before its time; while tasks are left; when all were tried; when it was cancelled; until it is resumed.
             * @enum {string}
             */
            status: "planned" | "ongoing" | "sent" | "canceled" | "paused";
            /** @description Slots that it leaves free. */
            reserved_concurrency: number;
            /** @description Milliseconds since the epoch. */
            created_timestamp: number;
            /** @description Tasks that were tried, those that became no call included. */
            sent_task_count: number;
            /** @description Tasks that became no call. */
            failed_task_count: number;
            /** @description Calls that were answered. */
            picked_up_count: number;
            /** @description Calls that their analysis found successful. */
            successful_count: number;
        };
        BatchCallDetailResponse: components["schemas"]["BatchCallItem"] & {
            /** @description The first 100 tasks that became no call. */
            failures: {
                /** @description Its place among the tasks, from 0. */
                task_number: number;
                to_number: string;
                reason: string;
            }[];
        };
        SipTrunkTarget: {
            /** @description A host, with a port where it is not the usual one: `example.pstn.twilio.com`, `203.0.113.7:5080`, `sip:pbx.example.com;transport=tls`. */
            uri: string;
            /** @description 0 to 65535; 0 when not given. */
            priority?: number;
            /** @description 0 to 65535; 1 when not given. */
            weight?: number;
        };
        SipTrunkRequest: {
            /** @description For people. */
            name: string;
            /** @description Where calls are sent. Lower `priority` first; among equals each gets calls by its `weight`, and the others are tried when it cannot be reached. */
            targets: components["schemas"]["SipTrunkTarget"][];
            /** @description Address of a proxy, like `sip:sbc.example.com:5060;transport=tcp`, that everything is sent to first, whatever the target (a Route names it). It may call in, too. Null for none. */
            outbound_proxy?: string | null;
            /**
             * @description Null, as the address and DNS say.
             * @enum {string|null}
             */
            transport?: "UDP" | "TCP" | "TLS" | null;
            /** @description With `auth_password` the answer to a challenge (401, 407), also of the registrar. */
            auth_username?: string | null;
            /** @description Never shown. */
            auth_password?: string | null;
            /** @description This server registers there with `auth_username` and is called by it. */
            registration?: {
                /** @description Address of the registrar, like `sip.example.com`. */
                registrar: string;
                /** @description 60 to 86400; 300 when not given. The registrar may shorten it. */
                expires_seconds?: number;
            } | null;
            /** @description Addresses and networks (CIDR) that may call in, beside the addresses of the targets. */
            inbound_networks?: string[];
            /** @description Whoever calls in from elsewhere has to know this and the password. */
            inbound_auth_username?: string | null;
            /** @description Never shown. */
            inbound_auth_password?: string | null;
            /**
             * @description Encryption of the sound by SDES; its keys are secret over TLS only. `never` when not given.
             * @enum {string}
             */
            srtp?: "never" | "offered" | "required";
            /** @description Seconds between two OPTIONS to each target, 10 to 3600; null for none. 60 when not given. */
            health_check_seconds?: number | null;
        };
        SipTrunkUpdateRequest: {
            /** @description For people. */
            name?: string;
            /** @description Where calls are sent. Lower `priority` first; among equals each gets calls by its `weight`, and the others are tried when it cannot be reached. */
            targets?: components["schemas"]["SipTrunkTarget"][];
            /** @description Address of a proxy, like `sip:sbc.example.com:5060;transport=tcp`, that everything is sent to first, whatever the target (a Route names it). It may call in, too. Null for none. */
            outbound_proxy?: string | null;
            /**
             * @description Null, as the address and DNS say.
             * @enum {string|null}
             */
            transport?: "UDP" | "TCP" | "TLS" | null;
            /** @description With `auth_password` the answer to a challenge (401, 407), also of the registrar. */
            auth_username?: string | null;
            /** @description Never shown. */
            auth_password?: string | null;
            /** @description This server registers there with `auth_username` and is called by it. */
            registration?: {
                /** @description Address of the registrar, like `sip.example.com`. */
                registrar: string;
                /** @description 60 to 86400; 300 when not given. The registrar may shorten it. */
                expires_seconds?: number;
            } | null;
            /** @description Addresses and networks (CIDR) that may call in, beside the addresses of the targets. */
            inbound_networks?: string[];
            /** @description Whoever calls in from elsewhere has to know this and the password. */
            inbound_auth_username?: string | null;
            /** @description Never shown. */
            inbound_auth_password?: string | null;
            /**
             * @description Encryption of the sound by SDES; its keys are secret over TLS only. `never` when not given.
             * @enum {string}
             */
            srtp?: "never" | "offered" | "required";
            /** @description Seconds between two OPTIONS to each target, 10 to 3600; null for none. 60 when not given. */
            health_check_seconds?: number | null;
        };
        SipTrunkResponse: {
            sip_trunk_id: string;
            /** @description For people. */
            name: string;
            /** @description Where calls are sent. Lower `priority` first; among equals each gets calls by its `weight`, and the others are tried when it cannot be reached. */
            targets: components["schemas"]["SipTrunkTarget"][];
            /** @description Address of a proxy, like `sip:sbc.example.com:5060;transport=tcp`, that everything is sent to first, whatever the target (a Route names it). It may call in, too. Null for none. */
            outbound_proxy?: string | null;
            /**
             * @description Null, as the address and DNS say.
             * @enum {string|null}
             */
            transport?: "UDP" | "TCP" | "TLS" | null;
            /** @description With `auth_password` the answer to a challenge (401, 407), also of the registrar. */
            auth_username?: string | null;
            /** @description This server registers there with `auth_username` and is called by it. */
            registration?: {
                /** @description Address of the registrar, like `sip.example.com`. */
                registrar: string;
                /** @description 60 to 86400; 300 when not given. The registrar may shorten it. */
                expires_seconds?: number;
            } | null;
            /** @description Addresses and networks (CIDR) that may call in, beside the addresses of the targets. */
            inbound_networks?: string[];
            /** @description Whoever calls in from elsewhere has to know this and the password. */
            inbound_auth_username?: string | null;
            /**
             * @description Encryption of the sound by SDES; its keys are secret over TLS only. `never` when not given.
             * @enum {string}
             */
            srtp?: "never" | "offered" | "required";
            /** @description Seconds between two OPTIONS to each target, 10 to 3600; null for none. 60 when not given. */
            health_check_seconds?: number | null;
            has_auth_password?: boolean;
            has_inbound_auth_password?: boolean;
            health: components["schemas"]["SipTrunkHealth"];
            /** @description Milliseconds since the epoch. */
            last_modification_timestamp: number;
        };
        /** @description What the server that answers knows; null when it speaks no SIP. */
        SipTrunkHealth: {
            targets: {
                uri: string;
                /** @enum {string} */
                state: "unknown" | "up" | "down";
                checked_timestamp: number | null;
                /** @description For people. */
                detail: string;
            }[];
            registration: {
                /** @enum {string} */
                state: "registered" | "trying" | "refused" | "elsewhere";
                until_timestamp: number | null;
                detail: string;
            } | null;
        } | null;
        SipTrunkTestRequest: {
            /** @description This, or `phone_number`. */
            sip_trunk_id?: string;
            /** @description An imported number, whose trunk is tried and who calls. */
            phone_number?: string;
            /** @description A phone to ring, in E.164. It needs `phone_number`. */
            ring_number?: string | null;
        };
        SipTrunkTestResponse: {
            /** @description Nothing failed. */
            ok: boolean;
            steps: {
                /** @enum {string} */
                step: "listen" | "resolve" | "connect" | "tls" | "options" | "credentials" | "inbound" | "ring" | "sound";
                /** @description Address that was tried. */
                target: string | null;
                /** @enum {string} */
                result: "ok" | "failed" | "warning" | "skipped";
                /** @description A word for what is wrong, where it is a known mistake. */
                mistake?: string;
                /** @description For people. */
                found: string;
                /** @description What to do, for people. */
                advice: string | null;
            }[];
        };
        TelephonyResponse: {
            /** @description Null when this server speaks no SIP. */
            sip: {
                /** @description Where the internet finds this server, as RINGBACK_PUBLIC_IP says; null, it does not say. */
                public_address: string | null;
                listening: {
                    /** @enum {string} */
                    transport: "UDP" | "TCP" | "TLS";
                    /** @description Of this machine; 0.0.0.0 is all of them. */
                    address: string;
                    port: number;
                }[];
                /** @description UDP ports of the sound, like `10000-19999`. */
                rtp_ports: string;
            } | null;
            /** @description Those whose accounts are set up, so that numbers can be bought. */
            carriers: ("twilio" | "telnyx")[];
            /** @description Under which this server calls itself, also to carriers. */
            public_url: string;
        };
        TestMetricResult: {
            metric: string;
            passed: boolean;
            reason: string;
        };
        ReplayComparison: {
            test_case_job_id: string;
            call_id?: string;
            chat_id?: string;
            /**
             * @description Of the run; only one that is over was replayed to its end.
             * @enum {string}
             */
            status: "pending" | "in_progress" | "pass" | "fail" | "error";
            /** @description Turns in which something differs. */
            difference_count: number;
            turns: components["schemas"]["ReplayTurn"][];
        };
        /** @description What the user said, and what the agent made of it. The first has no words of the user when the agent spoke first. */
        ReplayTurn: {
            user: string | null;
            recorded: components["schemas"]["ReplayAnswer"];
            replayed: components["schemas"]["ReplayAnswer"];
            /** @description `tools`: names and arguments; `path`: nodes and states. */
            differs_in: ("words" | "tools" | "path")[];
        };
        /** @description Null where that side did not come so far. */
        ReplayAnswer: {
            agent: string;
            tools: {
                name: string;
                arguments: string;
            }[];
            path: string[];
        } | null;
        WorkspaceSettingsRequest: {
            org_name?: string;
            /** @description Where events of all agents go that name no address of their own. */
            webhook_urls?: {
                url: string;
                /** @default 10000 */
                timeout_ms: number;
            }[];
            /** @description Inbound phone calls go to the fallback number of the number that was called. */
            outage_mode_enabled?: boolean;
            /** @description How many calls may run at once. */
            concurrency?: number;
            /** @description Lets calls pass the limit, up to three times of it and by 300 at most. */
            concurrency_burst_enabled?: boolean;
            /** @description Slots that outbound calls and batches leave free. */
            reserved_inbound_concurrency?: number;
            cps_config?: components["schemas"]["CpsConfig"];
            call_limits?: components["schemas"]["CallLimits"];
        };
        /** @description Limits of outbound calls and of transfers, against toll fraud. A day is a day in UTC. A destination is the country of a number, or its first digits where those are named. */
        CallLimits: {
            /** @description Are premium-rate numbers called? Default false. */
            allow_premium_rate?: boolean;
            /** @description Are numbers called that no country is known to have (satellites, unassigned ranges)? Default false. */
            allow_unknown_destinations?: boolean;
            /** @description Calls a day to each country. Null for no limit. */
            daily_calls_per_destination?: number | null;
            /** @description Minutes a day to each country. Null for no limit. */
            daily_minutes_per_destination?: number | null;
            /** @description Other limits by country (`DE`) or first digits (`+1900`). */
            destinations?: {
                [key: string]: {
                    daily_calls?: number | null;
                    daily_minutes?: number | null;
                };
            };
            /** @description What the calls of a day may cost by the prices below. Null for no limit. */
            daily_spend?: number | null;
            /** @description By country or first digits, in a currency of your own; the longest first digits count. */
            prices_per_minute?: {
                [key: string]: number;
            };
            /** @description Of destinations without a price. Default 0.1. */
            default_price_per_minute?: number;
        };
        WorkspaceSettingsResponse: {
            org_id: string;
            org_name: string;
            webhook_urls: {
                url: string;
                timeout_ms: number;
            }[];
            outage_mode_enabled: boolean;
            concurrency: number;
            concurrency_burst_enabled: boolean;
            reserved_inbound_concurrency: number;
            cps_config: components["schemas"]["CpsConfig"];
            call_limits: components["schemas"]["CallLimits"];
            created_timestamp: number;
        };
        /** @description As AlertRuleRequest, nothing required. */
        AlertRuleUpdate: {
            name?: string;
            metric_type?: components["schemas"]["AlertMetricType"];
            filter?: components["schemas"]["AlertFilter"];
            /** @enum {string} */
            threshold_type?: "absolute" | "relative";
            threshold_value?: number;
            /** @enum {string} */
            comparator?: ">" | "<" | ">=" | "<=" | "gt" | "ge" | "lt" | "le";
            frequency?: string;
            window?: string;
            emails?: string[];
            webhook_urls?: string[];
            active?: boolean;
        };
        CohortRequest: {
            name: string;
            cohort_filter: components["schemas"]["CohortFilter"];
            sampling_percentage: number;
            sampling_weekly_max?: number;
            scoring_criteria: components["schemas"]["ScoringCriteria"];
            successful_criteria: {
                /** @enum {string} */
                type?: "number";
                value: number;
                /** @enum {string} */
                op: "gt" | "gte" | "ge";
            };
        };
        /** @description As CohortRequest, nothing required. */
        CohortUpdate: {
            name?: string;
            cohort_filter?: components["schemas"]["CohortFilter"];
            sampling_percentage?: number;
            sampling_weekly_max?: number;
            scoring_criteria?: components["schemas"]["ScoringCriteria"];
            successful_criteria?: {
                /** @enum {string} */
                type?: "number";
                value: number;
                /** @enum {string} */
                op: "gt" | "gte" | "ge";
            };
        };
        QaViewRequest: {
            name: string;
            /** @description The cohort it looks at. */
            cohort_id?: string;
            filter?: components["schemas"]["QaViewFilter"];
        };
        /** @description As QaViewRequest, nothing required. */
        QaViewUpdate: {
            name?: string;
            /** @description The cohort it looks at. */
            cohort_id?: string;
            filter?: components["schemas"]["QaViewFilter"];
        };
        QaView: {
            qa_view_id: string;
            name: string;
            cohort_id?: string;
            filter?: components["schemas"]["QaViewFilter"];
        };
    };
    responses: {
        /** @description The request is not what the operation expects; the message says where. */
        BadRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @enum {string} */
                    status?: "error";
                    message?: string;
                };
            };
        };
        /** @description No key, or not a valid one. */
        Unauthorized: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @enum {string} */
                    status?: "error";
                    message?: string;
                };
            };
        };
        /** @description The key is valid but may not do this. */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @enum {string} */
                    status?: "error";
                    message?: string;
                };
            };
        };
        /** @description Never sent by this server. */
        PaymentRequired: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @enum {string} */
                    status?: "error";
                    message?: string;
                };
            };
        };
        /** @description Something that the request names does not exist for this key, or its state forbids this. */
        UnprocessableContent: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @enum {string} */
                    status?: "error";
                    message?: string;
                };
            };
        };
        /** @description Too many requests, or no free call slot; `retry-after` says when to come back. */
        TooManyRequests: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @enum {string} */
                    status?: "error";
                    message?: string;
                };
            };
        };
        /** @description A fault of the server; the message holds an id to look for in its log. */
        InternalServerError: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @enum {string} */
                    status?: "error";
                    message?: string;
                };
            };
        };
        /** @description What the path names does not exist. */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @enum {string} */
                    status?: "error";
                    message?: string;
                };
            };
        };
        /** @description The state of things does not allow it. */
        Conflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @enum {string} */
                    status?: "error";
                    message?: string;
                };
            };
        };
        /** @description The server cannot do this right now; a repeat may succeed. */
        Unavailable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @enum {string} */
                    status?: "error";
                    message?: string;
                };
            };
        };
        /** @description The request's body is larger than this server takes. */
        TooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorBody"];
            };
        };
        /** @description The form did not arrive in time, or too slowly. */
        Timeout: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorBody"];
            };
        };
    };
    parameters: {
        /** @description How many entries at most. */
        LimitParam: number;
        /** @description `descending` = newest first. */
        SortOrderParam: "ascending" | "descending";
        /** @description The `pagination_key` of the page before. */
        PaginationKeyParam: string;
        ApiKeyId: string;
        MemberId: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    addKnowledgeBaseSources: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                knowledge_base_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["KnowledgeBaseAddSourcesRequest"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KnowledgeBaseResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            402: components["responses"]["PaymentRequired"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createAgent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AgentRequest"] & unknown;
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createBatchCall: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    trigger_timestamp?: number;
                    from_number: string;
                    reserved_concurrency?: number;
                    tasks: components["schemas"]["BatchCallTask"][];
                    call_time_window?: components["schemas"]["CallTimeWindow"];
                };
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchCallResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createBatchTest: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    test_case_definition_ids: string[];
                    response_engine: components["schemas"]["RetellResponseEngine"];
                    /** @description Of a voice or chat agent whose language, time zone and other settings hold; without it the defaults do. */
                    agent_id?: string;
                    /** @description A number, `latest` (the default), `latest_published` or a tag. */
                    agent_version?: number | string;
                    /**
                     * @description Tools that no mock fits are run for real; otherwise they are refused.
                     * @default false
                     */
                    allow_unmocked_tools?: boolean;
                };
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestCaseBatchJob"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            402: components["responses"]["PaymentRequired"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createTestCaseDefinition: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TestCaseDefinitionInput"] & Record<string, never>;
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestCaseDefinition"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            402: components["responses"]["PaymentRequired"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteTestCaseDefinition: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                test_case_definition_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is empty. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getTestCaseDefinition: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                test_case_definition_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestCaseDefinition"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listTestCaseDefinitions: {
        parameters: {
            query: {
                type: "retell-llm" | "conversation-flow" | "custom-llm";
                /** @description Id of the Retell LLM. */
                llm_id?: string;
                conversation_flow_id?: string;
                /** @description Version to act on; without it the latest, which is the draft. */
                version?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestCaseDefinition"][];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listTestCaseDefinitionsV2: {
        parameters: {
            query: {
                type: "retell-llm" | "conversation-flow" | "custom-llm";
                /** @description Id of the Retell LLM. */
                llm_id?: string;
                conversation_flow_id?: string;
                /** @description Version to act on; without it the latest, which is the draft. */
                version?: number;
                /** @description How many entries at most. */
                limit?: components["parameters"]["LimitParam"];
                /** @description The `pagination_key` of the page before. */
                pagination_key?: components["parameters"]["PaginationKeyParam"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedResponseBase"] & {
                        items?: components["schemas"]["TestCaseDefinition"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateTestCaseDefinition: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                test_case_definition_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TestCaseDefinitionInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestCaseDefinition"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getBatchTest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                test_case_batch_job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestCaseBatchJob"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listBatchTests: {
        parameters: {
            query: {
                type: "retell-llm" | "conversation-flow" | "custom-llm";
                /** @description Id of the Retell LLM. */
                llm_id?: string;
                conversation_flow_id?: string;
                /** @description Version to act on; without it the latest, which is the draft. */
                version?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestCaseBatchJob"][];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listBatchTestsV2: {
        parameters: {
            query: {
                type: "retell-llm" | "conversation-flow" | "custom-llm";
                /** @description Id of the Retell LLM. */
                llm_id?: string;
                conversation_flow_id?: string;
                /** @description Version to act on; without it the latest, which is the draft. */
                version?: number;
                /** @description How many entries at most. */
                limit?: components["parameters"]["LimitParam"];
                /** @description The `pagination_key` of the page before. */
                pagination_key?: components["parameters"]["PaginationKeyParam"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedResponseBase"] & {
                        items?: components["schemas"]["TestCaseBatchJob"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getTestRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                test_case_job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestCaseJob"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listTestRuns: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                test_case_batch_job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestCaseJob"][];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listTestRunsV2: {
        parameters: {
            query?: {
                /** @description How many entries at most. */
                limit?: components["parameters"]["LimitParam"];
                /** @description The `pagination_key` of the page before. */
                pagination_key?: components["parameters"]["PaginationKeyParam"];
            };
            header?: never;
            path: {
                test_case_batch_job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedResponseBase"] & {
                        items?: components["schemas"]["TestCaseJob"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createChatAgent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChatAgentRequest"] & unknown;
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatAgentResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            402: components["responses"]["PaymentRequired"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createChatCompletion: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    chat_id: string;
                    content: string;
                };
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        messages: components["schemas"]["MessageOrToolCall"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            402: components["responses"]["PaymentRequired"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createChat: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    agent_id: string;
                    agent_version?: components["schemas"]["AgentVersionReference"];
                    metadata?: Record<string, never>;
                    retell_llm_dynamic_variables?: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            402: components["responses"]["PaymentRequired"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createConversationFlowComponent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateConversationFlowComponentRequest"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationFlowComponentResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createConversationFlow: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateConversationFlowRequest"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationFlowResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createKnowledgeBase: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["KnowledgeBaseRequest"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KnowledgeBaseResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            402: components["responses"]["PaymentRequired"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createPhoneNumber: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @deprecated */
                    inbound_agent_id?: string | null;
                    /** @deprecated */
                    outbound_agent_id?: string | null;
                    /** @deprecated */
                    inbound_agent_version?: components["schemas"]["AgentVersionReference"] | null;
                    /** @deprecated */
                    outbound_agent_version?: components["schemas"]["AgentVersionReference"] | null;
                    inbound_agents?: components["schemas"]["AgentWeight"][] | null;
                    outbound_agents?: components["schemas"]["AgentWeight"][] | null;
                    area_code?: number;
                    nickname?: string;
                    inbound_webhook_url?: string | null;
                    allowed_inbound_country_list?: string[] | null;
                    allowed_outbound_country_list?: string[] | null;
                    /** @enum {string} */
                    number_provider?: "twilio" | "telnyx";
                    /** @enum {string} */
                    country_code?: "US" | "CA";
                    toll_free?: boolean;
                    phone_number?: string;
                    transport?: string | null;
                    fallback_number?: string | null;
                };
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PhoneNumberResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createRetellLLM: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RetellLlmRequest"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RetellLLMResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createSmsChat: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    from_number: string;
                    to_number: string;
                    override_agent_id?: string;
                    override_agent_version?: components["schemas"]["AgentVersionReference"];
                    metadata?: Record<string, never>;
                    retell_llm_dynamic_variables?: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            402: components["responses"]["PaymentRequired"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteAgent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the agent. */
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is empty. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteChatAgent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the agent. */
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is empty. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteConversationFlowComponent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation_flow_component_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is empty. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteConversationFlow: {
        parameters: {
            query?: {
                /** @description Delete it although agents use it; their calls cannot run any more. */
                force_delete?: boolean;
            };
            header?: never;
            path: {
                conversation_flow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is empty. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteKnowledgeBaseSource: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                knowledge_base_id: string;
                source_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KnowledgeBaseResponse"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteKnowledgeBase: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                knowledge_base_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is empty. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deletePhoneNumber: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                phone_number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is empty. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteRetellLLM: {
        parameters: {
            query?: {
                /** @description Delete it although agents use it; their calls cannot run any more. */
                force_delete?: boolean;
            };
            header?: never;
            path: {
                /** @description Id of the Retell LLM. */
                llm_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is empty. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    endChat: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                chat_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is empty. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getAgentVersions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the agent. */
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentResponse"][];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getAgent: {
        parameters: {
            query?: {
                /** @description Version to act on; without it the latest, which is the draft. */
                version?: components["schemas"]["AgentVersionReference"];
            };
            header?: never;
            path: {
                /** @description Id of the agent. */
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getChatAgentVersions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the agent. */
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatAgentResponse"][];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getChatAgent: {
        parameters: {
            query?: {
                /** @description Version to act on; without it the latest, which is the draft. */
                version?: components["schemas"]["AgentVersionReference"];
            };
            header?: never;
            path: {
                /** @description Id of the agent. */
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatAgentResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getChat: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                chat_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getConcurrency: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Calls that run or wait to be joined. */
                        current_concurrency?: number;
                        /** @description How many may at once. */
                        concurrency_limit?: number;
                        /** @description The same; there is nothing to buy. */
                        base_concurrency?: number;
                        /** @description Always 0. */
                        purchased_concurrency?: number;
                        /** @description Always 0. */
                        concurrency_purchase_limit?: number;
                        /** @description Always 0. */
                        remaining_purchase_limit?: number;
                        /** @description Always false. */
                        concurrency_burst_enabled?: boolean;
                        /** @description Always 0. */
                        readonly concurrency_burst_limit?: number;
                    };
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getConversationFlowComponent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation_flow_component_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationFlowComponentResponse"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getConversationFlow: {
        parameters: {
            query?: {
                /** @description Version to act on; without it the latest, which is the draft. */
                version?: number;
            };
            header?: never;
            path: {
                conversation_flow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationFlowResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getKnowledgeBase: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                knowledge_base_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KnowledgeBaseResponse"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getMCPTools: {
        parameters: {
            query: {
                /** @description Version to act on; without it the latest, which is the draft. */
                version?: number;
                mcp_id: string;
                component_id?: string;
            };
            header?: never;
            path: {
                /** @description Id of the agent. */
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MCPToolDefinition"][];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getPhoneNumber: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                phone_number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PhoneNumberResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getRetellLLM: {
        parameters: {
            query?: {
                /** @description Version to act on; without it the latest, which is the draft. */
                version?: number;
            };
            header?: never;
            path: {
                /** @description Id of the Retell LLM. */
                llm_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RetellLLMResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getVoice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the voice. */
                voice_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VoiceResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    cloneVoice: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    files: string[];
                    voice_name: string;
                    /** @enum {string} */
                    voice_provider: "elevenlabs" | "cartesia" | "minimax" | "fish_audio" | "platform";
                };
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VoiceResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            402: components["responses"]["PaymentRequired"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    addCommunityVoice: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    voice_provider?: "elevenlabs" | "cartesia" | "minimax" | "fish_audio";
                    provider_voice_id: string;
                    voice_name: string;
                    public_user_id?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VoiceResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    searchCommunityVoice: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    voice_provider?: "elevenlabs" | "cartesia" | "minimax" | "fish_audio";
                    search_query: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        voices: {
                            provider_voice_id?: string;
                            name?: string;
                            description?: string;
                            public_user_id?: string;
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    importPhoneNumber: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    phone_number: string;
                    ignore_e164_validation?: boolean;
                    /** @description Ringback's own. The SIP trunk (create-sip-trunk) that its calls go by, instead of `termination_uri`. */
                    sip_trunk_id?: string | null;
                    termination_uri?: string;
                    sip_trunk_auth_username?: string;
                    sip_trunk_auth_password?: string;
                    /** @deprecated */
                    inbound_agent_id?: string | null;
                    /** @deprecated */
                    outbound_agent_id?: string | null;
                    /** @deprecated */
                    inbound_agent_version?: components["schemas"]["AgentVersionReference"] | null;
                    /** @deprecated */
                    outbound_agent_version?: components["schemas"]["AgentVersionReference"] | null;
                    inbound_agents?: components["schemas"]["AgentWeight"][] | null;
                    outbound_agents?: components["schemas"]["AgentWeight"][] | null;
                    nickname?: string;
                    inbound_webhook_url?: string | null;
                    allowed_inbound_country_list?: string[] | null;
                    allowed_outbound_country_list?: string[] | null;
                    transport?: string | null;
                };
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PhoneNumberResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listAgents: {
        parameters: {
            query?: {
                /** @description Only the latest version of each. */
                is_latest?: boolean;
                /** @description How many entries at most, 1 to 1000. */
                limit?: number;
                /** @description Id of the last entry of the page before; the page starts behind it. */
                pagination_key?: string;
                /** @description Version of that last entry, because every version is an entry of its own. */
                pagination_key_version?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentResponse"][];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listChatAgents: {
        parameters: {
            query?: {
                /** @description Only the latest version of each. */
                is_latest?: boolean;
                /** @description How many entries at most, 1 to 1000. */
                limit?: number;
                /** @description Id of the last entry of the page before; the page starts behind it. */
                pagination_key?: string;
                /** @description Version of that last entry, because every version is an entry of its own. */
                pagination_key_version?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatAgentResponse"][];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listChat: {
        parameters: {
            query?: {
                /** @description `descending` = newest first. */
                sort_order?: "ascending" | "descending";
                /** @description How many entries at most, 1 to 1000. */
                limit?: number;
                /** @description Id of the last entry of the page before; the page starts behind it. */
                pagination_key?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatResponse"][];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listConversationFlowComponentsV2: {
        parameters: {
            query?: {
                /** @description How many entries at most. */
                limit?: components["parameters"]["LimitParam"];
                /** @description `descending` = newest first. */
                sort_order?: components["parameters"]["SortOrderParam"];
                /** @description The `pagination_key` of the page before. */
                pagination_key?: components["parameters"]["PaginationKeyParam"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedResponseBase"] & {
                        items?: components["schemas"]["ConversationFlowComponentResponse"][];
                    };
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listConversationFlowComponents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationFlowComponentResponse"][];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listConversationFlows: {
        parameters: {
            query?: {
                /** @description How many entries at most, 1 to 1000. */
                limit?: number;
                /** @description Id of the last entry of the page before; the page starts behind it. */
                pagination_key?: string;
                /** @description Version of that last entry, because every version is an entry of its own. */
                pagination_key_version?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationFlowResponse"][];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listKnowledgeBases: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KnowledgeBaseResponse"][];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listPhoneNumbersV2: {
        parameters: {
            query?: {
                /** @description How many entries at most. */
                limit?: components["parameters"]["LimitParam"];
                /** @description `descending` = newest first. */
                sort_order?: components["parameters"]["SortOrderParam"];
                /** @description The `pagination_key` of the page before. */
                pagination_key?: components["parameters"]["PaginationKeyParam"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedResponseBase"] & {
                        items?: components["schemas"]["PhoneNumberResponse"][];
                    };
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listPhoneNumbers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PhoneNumberResponse"][];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listRetellLLM: {
        parameters: {
            query?: {
                /** @description How many entries at most, 1 to 1000. */
                limit?: number;
                /** @description Id of the last entry of the page before; the page starts behind it. */
                pagination_key?: string;
                /** @description Version of that last entry, because every version is an entry of its own. */
                pagination_key_version?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RetellLLMResponse"][];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listVoices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VoiceResponse"][];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    publishAgent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the agent. */
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    publishChatAgent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the agent. */
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateAgent: {
        parameters: {
            query?: {
                /** @description Version to act on; without it the latest, which is the draft. */
                version?: components["schemas"]["AgentVersionReference"];
            };
            header?: never;
            path: {
                /** @description Id of the agent. */
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AgentRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateChatAgent: {
        parameters: {
            query?: {
                /** @description Version to act on; without it the latest, which is the draft. */
                version?: components["schemas"]["AgentVersionReference"];
            };
            header?: never;
            path: {
                /** @description Id of the agent. */
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChatAgentRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatAgentResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateChatMetadata: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                chat_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    metadata?: Record<string, never>;
                    /** @enum {string} */
                    data_storage_setting?: "everything" | "basic_attributes_only";
                    override_dynamic_variables?: {
                        [key: string]: string;
                    } | null;
                    custom_attributes?: {
                        [key: string]: string | number | boolean;
                    };
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateConversationFlowComponent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation_flow_component_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConversationFlowComponent"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationFlowComponentResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateConversationFlow: {
        parameters: {
            query?: {
                /** @description Version to act on; without it the latest, which is the draft. */
                version?: number;
            };
            header?: never;
            path: {
                conversation_flow_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConversationFlow"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationFlowResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updatePhoneNumber: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                phone_number: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @deprecated */
                    inbound_agent_id?: string | null;
                    /** @deprecated */
                    outbound_agent_id?: string | null;
                    /** @deprecated */
                    inbound_agent_version?: components["schemas"]["AgentVersionReference"] | null;
                    outbound_agent_version?: components["schemas"]["AgentVersionReference"] | null;
                    inbound_agents?: components["schemas"]["AgentWeight"][] | null;
                    outbound_agents?: components["schemas"]["AgentWeight"][] | null;
                    inbound_sms_agents?: components["schemas"]["AgentWeight"][] | null;
                    outbound_sms_agents?: components["schemas"]["AgentWeight"][] | null;
                    nickname?: string | null;
                    inbound_webhook_url?: string | null;
                    inbound_sms_webhook_url?: string | null;
                    allowed_inbound_country_list?: string[] | null;
                    allowed_outbound_country_list?: string[] | null;
                    /** @description Ringback's own. The SIP trunk (create-sip-trunk) that its calls go by, instead of `termination_uri`. */
                    sip_trunk_id?: string | null;
                    termination_uri?: string;
                    auth_username?: string;
                    auth_password?: string;
                    transport?: string | null;
                    fallback_number?: string | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PhoneNumberResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateRetellLLM: {
        parameters: {
            query?: {
                /** @description Version to act on; without it the latest, which is the draft. */
                version?: number;
            };
            header?: never;
            path: {
                /** @description Id of the Retell LLM. */
                llm_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RetellLlmRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RetellLLMResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createPhoneCall: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    from_number: string;
                    to_number: string;
                    override_agent_id?: string;
                    override_agent_version?: components["schemas"]["AgentVersionReference"];
                    agent_override?: components["schemas"]["AgentOverrideRequest"];
                    metadata?: Record<string, never>;
                    retell_llm_dynamic_variables?: {
                        [key: string]: unknown;
                    };
                    custom_sip_headers?: {
                        [key: string]: string;
                    };
                    ignore_e164_validation?: boolean;
                    /** @description Names the request; sent again with it, the same call is answered and nobody is rung twice. */
                    idempotency_key?: string;
                };
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V2PhoneCallResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            402: components["responses"]["PaymentRequired"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createWebCall: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Agent to talk to. */
                    agent_id: string;
                    /** @description Its version; without it the latest, which is the draft. */
                    agent_version?: components["schemas"]["AgentVersionReference"];
                    /** @description Settings for this call alone. */
                    agent_override?: components["schemas"]["AgentOverrideRequest"];
                    /** @description Anything of yours, at most 50 kB; comes back with the call. */
                    metadata?: Record<string, never>;
                    /** @description Values for `{{variables}}`; anything but text is written as JSON. */
                    retell_llm_dynamic_variables?: {
                        [key: string]: unknown;
                    };
                    /** @description Begin at this node of the flow. */
                    current_node_id?: string | null;
                    /** @description Begin in this state of the Retell LLM. */
                    current_state?: string | null;
                };
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V2WebCallResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            402: components["responses"]["PaymentRequired"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteCall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the call. */
                call_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is empty. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getCall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the call. */
                call_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V2CallResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listCalls: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Only calls that meet all of these; each field as a list of values (or bounds) or as a typed filter. `metadata.<key>` and `dynamic_variables.<key>` compare values as text. */
                    filter_criteria?: {
                        call_id?: string[] | components["schemas"]["CallFilter"]["call_id"];
                        agent_id?: string[];
                        version?: number[];
                        call_status?: ("registered" | "not_connected" | "ongoing" | "ended" | "error")[] | components["schemas"]["CallFilter"]["call_status"];
                        in_voicemail?: boolean[] | components["schemas"]["CallFilter"]["in_voicemail"];
                        disconnection_reason?: components["schemas"]["DisconnectionReason"][] | components["schemas"]["CallFilter"]["disconnection_reason"];
                        from_number?: string[] | components["schemas"]["CallFilter"]["from_number"];
                        to_number?: string[] | components["schemas"]["CallFilter"]["to_number"];
                        batch_call_id?: string[] | components["schemas"]["CallFilter"]["batch_call_id"];
                        call_type?: ("web_call" | "phone_call")[] | components["schemas"]["CallFilter"]["call_type"];
                        direction?: ("inbound" | "outbound")[] | components["schemas"]["CallFilter"]["direction"];
                        user_sentiment?: ("Negative" | "Positive" | "Neutral" | "Unknown")[] | components["schemas"]["CallFilter"]["user_sentiment"];
                        call_successful?: boolean[] | components["schemas"]["CallFilter"]["call_successful"];
                        start_timestamp?: {
                            upper_threshold?: number;
                            lower_threshold?: number;
                        } | components["schemas"]["CallFilter"]["start_timestamp"];
                        end_timestamp?: {
                            upper_threshold?: number;
                            lower_threshold?: number;
                        } | components["schemas"]["CallFilter"]["end_timestamp"];
                        duration_ms?: {
                            upper_threshold?: number;
                            lower_threshold?: number;
                        } | components["schemas"]["CallFilter"]["duration_ms"];
                        e2e_latency_p50?: {
                            upper_threshold?: number;
                            lower_threshold?: number;
                        } | components["schemas"]["CallFilter"]["e2e_latency_p50"];
                        metadata?: {
                            [key: string]: string[];
                        } | components["schemas"]["CallFilter"]["metadata"];
                        dynamic_variables?: {
                            [key: string]: string[];
                        } | components["schemas"]["CallFilter"]["dynamic_variables"];
                        agent?: components["schemas"]["CallFilter"]["agent"];
                        agent_tag?: components["schemas"]["CallFilter"]["agent_tag"];
                        data_storage_setting?: components["schemas"]["CallFilter"]["data_storage_setting"];
                        combined_cost?: components["schemas"]["CallFilter"]["combined_cost"];
                        tool_calls?: components["schemas"]["CallFilter"]["tool_calls"];
                        custom_analysis_data?: components["schemas"]["CallFilter"]["custom_analysis_data"];
                        custom_attributes?: components["schemas"]["CallFilter"]["custom_attributes"];
                    };
                    /**
                     * @description By start time; `descending` = newest first.
                     * @default descending
                     * @enum {string}
                     */
                    sort_order?: "ascending" | "descending";
                    /**
                     * @description 1 to 1000.
                     * @default 50
                     */
                    limit?: number;
                    /** @description Id of the last call of the page before, or a key of today's list. */
                    pagination_key?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V2CallResponse"][];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listExportRequestsV2: {
        parameters: {
            query?: {
                /** @description How many entries at most. */
                limit?: components["parameters"]["LimitParam"];
                /** @description `descending` = newest first. */
                sort_order?: components["parameters"]["SortOrderParam"];
                /** @description The `pagination_key` of the page before. */
                pagination_key?: components["parameters"]["PaginationKeyParam"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedResponseBase"] & {
                        items?: {
                            export_request_id?: string;
                            /** @enum {string} */
                            channel?: "call" | "chat";
                            /** @enum {string} */
                            status?: "created" | "processing" | "completed" | "error";
                            url?: string;
                            created_timestamp?: number;
                            timezone?: string;
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    registerPhoneCall: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    agent_id: string;
                    agent_version?: components["schemas"]["AgentVersionReference"];
                    agent_override?: components["schemas"]["AgentOverrideRequest"];
                    from_number?: string;
                    to_number?: string;
                    /** @enum {string} */
                    direction?: "inbound" | "outbound";
                    metadata?: Record<string, never>;
                    retell_llm_dynamic_variables?: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V2PhoneCallResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            402: components["responses"]["PaymentRequired"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateCallMetadata: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the call. */
                call_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Replaces the metadata, at most 50 kB. */
                    metadata?: Record<string, never>;
                    /**
                     * @description May only become stricter.
                     * @enum {string}
                     */
                    data_storage_setting?: "everything" | "everything_except_pii" | "basic_attributes_only";
                    /** @description Added to or put over the variables, in a running call too; null removes earlier overrides. */
                    override_dynamic_variables?: {
                        [key: string]: unknown;
                    } | null;
                    /** @description Attributes of your own. */
                    custom_attributes?: {
                        [key: string]: string | number | boolean;
                    };
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V2CallResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getApiKeyInfo: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key and its workspace. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        api_key_name: string | null;
                        org_id: string;
                        org_name: string;
                    };
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who asks. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionInfo"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: components["schemas"]["ShownName"];
                    /**
                     * @description A public key may stand in a page; only the operations meant for browsers take it.
                     * @default secret
                     * @enum {string}
                     */
                    type?: "secret" | "public";
                    permissions?: components["schemas"]["ApiKeyPermissions"];
                    allowed_domains?: components["schemas"]["AllowedDomains"];
                    recaptcha?: components["schemas"]["RecaptchaSettings"];
                };
            };
        };
        responses: {
            /** @description The key. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listApiKeys: {
        parameters: {
            query?: {
                /** @description How many entries at most. */
                limit?: components["parameters"]["LimitParam"];
                /** @description The `pagination_key` of the page before. */
                pagination_key?: components["parameters"]["PaginationKeyParam"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Keys, oldest first, secret ones without the key itself. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ApiKey"][];
                        pagination_key?: string;
                        has_more: boolean;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                api_key_id: components["parameters"]["ApiKeyId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: components["schemas"]["ShownName"];
                    permissions?: components["schemas"]["ApiKeyPermissions"];
                    allowed_domains?: components["schemas"]["AllowedDomains"];
                    recaptcha?: components["schemas"]["RecaptchaSettings"];
                };
            };
        };
        responses: {
            /** @description The key as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                api_key_id: components["parameters"]["ApiKeyId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoked. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    makeWebhookKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                api_key_id: components["parameters"]["ApiKeyId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listMembers: {
        parameters: {
            query?: {
                /** @description How many entries at most. */
                limit?: components["parameters"]["LimitParam"];
                /** @description The `pagination_key` of the page before. */
                pagination_key?: components["parameters"]["PaginationKeyParam"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Members, oldest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Member"][];
                        pagination_key?: string;
                        has_more: boolean;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    inviteMember: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: components["schemas"]["ShownName"];
                    email?: string | null;
                    role: components["schemas"]["MemberRole"];
                };
            };
        };
        responses: {
            /** @description The member and their first link. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"] & {
                        sign_in_url: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                member_id: components["parameters"]["MemberId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: components["schemas"]["ShownName"];
                    email?: string | null;
                    role?: components["schemas"]["MemberRole"];
                };
            };
        };
        responses: {
            /** @description The member as they are now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                member_id: components["parameters"]["MemberId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createSignInLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                member_id: components["parameters"]["MemberId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The link. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInLink"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listWorkspaces: {
        parameters: {
            query?: {
                /** @description How many entries at most. */
                limit?: components["parameters"]["LimitParam"];
                /** @description The `pagination_key` of the page before. */
                pagination_key?: components["parameters"]["PaginationKeyParam"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Workspaces, oldest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Workspace"][];
                        pagination_key?: string;
                        has_more: boolean;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createWorkspace: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    org_name: components["schemas"]["ShownName"];
                };
            };
        };
        responses: {
            /** @description The workspace and its first key. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workspace"] & {
                        api_key: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    switchWorkspace: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    org_id: string;
                };
            };
        };
        responses: {
            /** @description The link. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInLink"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listAuditLog: {
        parameters: {
            query?: {
                /** @description How many entries at most. */
                limit?: components["parameters"]["LimitParam"];
                /** @description The `pagination_key` of the page before. */
                pagination_key?: components["parameters"]["PaginationKeyParam"];
                /** @description `descending` = newest first. */
                sort_order?: components["parameters"]["SortOrderParam"];
                /** @description Only changes of this object. */
                object_id?: string;
                /** @description Only changes by this operation. */
                operation_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Changes, newest first unless asked otherwise. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AuditEntry"][];
                        pagination_key?: string;
                        has_more: boolean;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listLatestAgents: {
        parameters: {
            query?: {
                /** @description How many entries at most. */
                limit?: components["parameters"]["LimitParam"];
                /** @description `descending` = newest first. */
                sort_order?: components["parameters"]["SortOrderParam"];
                /** @description The `pagination_key` of the page before. */
                pagination_key?: components["parameters"]["PaginationKeyParam"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description What an agent must fulfil, all of it. */
                    filter_criteria?: {
                        channel?: components["schemas"]["StringFilter"];
                        /** @description Part of the name, in capitals or not, or part of the id. */
                        query?: string;
                    };
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AgentSummary"][];
                        /** @description Names the page behind this one; absent on the last. */
                        pagination_key?: string;
                        has_more: boolean;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    publishAgentVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the agent, voice or chat. */
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Number of the version. */
                    version: number;
                    /** @description What the version is called, for your own use. */
                    version_title?: string | null;
                    /** @description What is new in it, for your own use. */
                    version_description?: string | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createAgentVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the agent, voice or chat. */
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Number of the version to start from. */
                    base_version: number;
                };
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentResponse"] | components["schemas"]["ChatAgentResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listAgentVersions: {
        parameters: {
            query?: {
                /** @description How many entries at most. */
                limit?: components["parameters"]["LimitParam"];
                /** @description `descending` = newest first. */
                sort_order?: components["parameters"]["SortOrderParam"];
                /** @description The `pagination_key` of the page before. */
                pagination_key?: components["parameters"]["PaginationKeyParam"];
            };
            header?: never;
            path: {
                /** @description Id of the agent, voice or chat. */
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AgentVersionSummary"][];
                        /** @description Names the page behind this one; absent on the last. */
                        pagination_key?: string;
                        has_more: boolean;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteAgentVersion: {
        parameters: {
            query: {
                /** @description Number of the version. */
                version: number;
            };
            header?: never;
            path: {
                /** @description Id of the agent, voice or chat. */
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is empty. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    repairAgent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the agent, voice or chat. */
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    version?: components["schemas"]["AgentVersionReference"];
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentResponse"] | components["schemas"]["ChatAgentResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getAgentTags: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the agent, voice or chat. */
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentTagsResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    setAgentTag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the agent, voice or chat. */
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description At most 20 characters, a lower-case letter first; not `latest`, `latest_published`, or v with a number. */
                    tag: string;
                    /** @description Version that it names; null or left out = whichever is the latest. */
                    version?: number | null;
                    /** @description Variables of calls and chats that come by this tag, weaker than those of the request. Left out = as they were. */
                    dynamic_variables?: {
                        [key: string]: string;
                    };
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentTagsResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteAgentTag: {
        parameters: {
            query: {
                /** @description Name of the tag. */
                tag: string;
            };
            header?: never;
            path: {
                /** @description Id of the agent, voice or chat. */
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is empty. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    compareAgentVersions: {
        parameters: {
            query: {
                /** @description The older version. */
                from: components["schemas"]["AgentVersionReference"];
                /** @description The newer version; left out = the latest. */
                to?: components["schemas"]["AgentVersionReference"];
            };
            header?: never;
            path: {
                /** @description Id of the agent, voice or chat. */
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentComparison"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listCallsV3: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    filter_criteria?: components["schemas"]["CallFilter"];
                    /**
                     * @default descending
                     * @enum {string}
                     */
                    sort_order?: "ascending" | "descending";
                    /**
                     * @description 1 to 1000.
                     * @default 50
                     */
                    limit?: number;
                    /**
                     * @description How many calls are left out first. Pages by key are as fast at the end as at the start, these are not.
                     * @default 0
                     */
                    skip?: number;
                    /** @description From the page before. It works however many calls came or went since; the id of a call does as well. */
                    pagination_key?: string;
                    /**
                     * @description Counts all calls that meet the filter, which takes longer the more there are.
                     * @default false
                     */
                    include_total?: boolean;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ListedCall"][];
                        has_more: boolean;
                        /** @description Only while there is more. */
                        pagination_key?: string;
                        /** @description Only with include_total. */
                        total?: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    rerunCallAnalysis: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the call. */
                call_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It will be analysed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V2CallResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createExportRequest: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @default call
                     * @enum {string}
                     */
                    channel?: "call";
                    filter_criteria?: components["schemas"]["CallFilter"];
                    /** @description Fields of the call in the order of the columns. Inside objects by their path, like call_analysis.call_summary, metadata.customer_id or latency.e2e.p50. Without columns the common ones. */
                    columns?: string[];
                    /**
                     * @default descending
                     * @enum {string}
                     */
                    sort_order?: "ascending" | "descending";
                    /**
                     * @description In which times are written, like Europe/Berlin.
                     * @default UTC
                     */
                    timezone?: string;
                };
            };
        };
        responses: {
            /** @description It will be written. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportRequest"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteExportRequest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the export request. */
                export_request_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone, with its file. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listChatsV3: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    filter_criteria?: components["schemas"]["ChatFilterCriteria"];
                    /**
                     * @description `descending` = newest first.
                     * @default descending
                     * @enum {string}
                     */
                    sort_order?: "ascending" | "descending";
                    /**
                     * @description How many entries at most.
                     * @default 50
                     */
                    limit?: number;
                    /** @description How many entries to leave out first. A `pagination_key` is the faster way. */
                    skip?: number;
                    /** @description The `pagination_key` of the page before. */
                    pagination_key?: string;
                    /**
                     * @description Also count all chats that fit the criteria.
                     * @default false
                     */
                    include_total?: boolean;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteChat: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the chat. */
                chat_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted; the answer is empty. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    rerunChatAnalysis: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the chat. */
                chat_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            402: components["responses"]["PaymentRequired"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createPlaygroundCompletion: {
        parameters: {
            query?: {
                /** @description Version to try; without it the latest. */
                version?: components["schemas"]["AgentVersionReference"];
            };
            header?: never;
            path: {
                /** @description Id of an agent or a chat agent. */
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    messages: components["schemas"]["PlaygroundMessage"][];
                    /** @description The state to go on in, for agents with states. */
                    current_state?: string;
                    /** @description The node to go on in, for agents with a conversation flow. */
                    current_node_id?: string;
                    /** @description The component that the node is in. */
                    component_id?: string;
                    dynamic_variables?: {
                        [key: string]: string;
                    };
                    tool_mocks?: components["schemas"]["ToolMock"][];
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        messages: components["schemas"]["MessageOrToolCall"][];
                        /** @description Has the agent ended the conversation? */
                        call_ended?: boolean;
                        current_node_id?: string;
                        current_state?: string;
                        /** @description Those that were sent, with what the conversation has added. */
                        dynamic_variables?: {
                            [key: string]: string;
                        };
                        knowledge_base_retrieved_contents?: string[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            402: components["responses"]["PaymentRequired"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createContact: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContactRequest"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getContact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contact_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getContactByPhone: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                phone_number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listContacts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ContactListRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedResponseBase"] & {
                        items: components["schemas"]["ContactResponse"][];
                        /** @description Contacts that fit the filter, on all pages. */
                        total: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateContact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contact_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContactUpdateRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteContact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contact_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is empty. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listContactConversations: {
        parameters: {
            query?: {
                /** @description Entries a page. */
                limit?: number;
                /** @description The `pagination_key` of the page before. */
                pagination_key?: components["parameters"]["PaginationKeyParam"];
            };
            header?: never;
            path: {
                contact_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedResponseBase"] & {
                        items: components["schemas"]["ContactConversation"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    uploadContactImportFile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /** Format: binary */
                    file: string;
                };
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        upload_id: string;
                        file_name: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createContactImport: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContactImportRequest"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactJobStatus"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getContactImport: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactJobStatus"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    backfillContactAnalysisData: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContactBackfillRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactJobStatus"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getBackfillContactJobStatus: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactJobStatus"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listRetellLLMsV2: {
        parameters: {
            query?: {
                /** @description How many entries at most. */
                limit?: components["parameters"]["LimitParam"];
                /** @description `descending` = newest first. */
                sort_order?: components["parameters"]["SortOrderParam"];
                /** @description The `pagination_key` of the page before. */
                pagination_key?: components["parameters"]["PaginationKeyParam"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["RetellLLMResponse"][];
                        /** @description For the page behind this one; only while there is more. */
                        pagination_key?: string;
                        has_more: boolean;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listConversationFlowsV2: {
        parameters: {
            query?: {
                /** @description How many entries at most. */
                limit?: components["parameters"]["LimitParam"];
                /** @description `descending` = newest first. */
                sort_order?: components["parameters"]["SortOrderParam"];
                /** @description The `pagination_key` of the page before. */
                pagination_key?: components["parameters"]["PaginationKeyParam"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ConversationFlowResponse"][];
                        /** @description For the page behind this one; only while there is more. */
                        pagination_key?: string;
                        has_more: boolean;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listConversationFlowWarnings: {
        parameters: {
            query?: {
                /** @description The version to look at; the latest without it. */
                version?: number;
            };
            header?: never;
            path: {
                /** @description Id of the flow. */
                conversation_flow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["EngineWarning"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listConversationFlowComponentWarnings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the component. */
                conversation_flow_component_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["EngineWarning"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listRetellLLMWarnings: {
        parameters: {
            query?: {
                /** @description The version to look at; the latest without it. */
                version?: number;
            };
            header?: never;
            path: {
                /** @description Id of the Retell LLM. */
                llm_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["EngineWarning"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createAsset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["AssetRequest"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssetResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listAssets: {
        parameters: {
            query?: {
                /** @description Entries a page. */
                limit?: number;
                /** @description The `pagination_key` of the page before. */
                pagination_key?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AssetResponse"][];
                        /** @description Names the next page; absent on the last. */
                        pagination_key?: string;
                        /** @description Whether there is a next page. */
                        has_more: boolean;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getAsset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the asset. */
                asset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssetResponse"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteAsset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the asset. */
                asset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is empty. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createWebCallV3: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateWebCallV3Request"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreateWebCallV3Response"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            402: components["responses"]["PaymentRequired"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    stopCall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the call. */
                call_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Stopped. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateLiveCall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the call. */
                call_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateLiveCallRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveCallSuccess"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listenLiveCall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the call. */
                call_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How to join. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListenLiveCallResponse"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    takeOverLiveCall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the call. */
                call_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description From `/v2/listen-live-call`, joined by now. */
                    participant_id: string;
                };
            };
        };
        responses: {
            /** @description Taken over. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveCallSuccess"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getAgentMediaStream: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a voice agent. */
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentMediaStreamResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getBatchCall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch_call_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchCallDetailResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listBatchCalls: {
        parameters: {
            query?: {
                /** @description How many entries at most. */
                limit?: components["parameters"]["LimitParam"];
                /** @description `descending` = newest first. */
                sort_order?: components["parameters"]["SortOrderParam"];
                /** @description The `pagination_key` of the page before. */
                pagination_key?: components["parameters"]["PaginationKeyParam"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedResponseBase"] & {
                        items: components["schemas"]["BatchCallItem"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    pauseBatchCall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch_call_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchCallDetailResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    resumeBatchCall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch_call_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchCallDetailResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    cancelBatchCall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch_call_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchCallDetailResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createSipTrunk: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SipTrunkRequest"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SipTrunkResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getSipTrunk: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sip_trunk_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SipTrunkResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listSipTrunks: {
        parameters: {
            query?: {
                /** @description How many entries at most. */
                limit?: components["parameters"]["LimitParam"];
                /** @description `descending` = newest first. */
                sort_order?: components["parameters"]["SortOrderParam"];
                /** @description The `pagination_key` of the page before. */
                pagination_key?: components["parameters"]["PaginationKeyParam"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedResponseBase"] & {
                        items: components["schemas"]["SipTrunkResponse"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateSipTrunk: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sip_trunk_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SipTrunkUpdateRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SipTrunkResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteSipTrunk: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sip_trunk_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    testSipTrunk: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SipTrunkTestRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SipTrunkTestResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getTelephony: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TelephonyResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    cancelBatchTest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the batch test. */
                test_case_batch_job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Cancelled; the batch as it stands. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestCaseBatchJob"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createTestCaseFromConversation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Id of an ended call. Either this or `chat_id`. */
                    call_id?: string;
                    /** @description Id of a chat. */
                    chat_id?: string;
                    /** @description Of the test case; by default it names the conversation. */
                    name?: string;
                    /** @description What must hold; by default that the user gets what the user got in the conversation. */
                    metrics?: string[];
                    /**
                     * @description The user says exactly what was said, instead of being played by a model.
                     * @default false
                     */
                    word_for_word?: boolean;
                };
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestCaseDefinition"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    replayConversation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Id of an ended call. Either this or `chat_id`. */
                    call_id?: string;
                    /** @description Id of a chat. */
                    chat_id?: string;
                    /** @description A number, `latest` (the default), `latest_published` or a tag. */
                    agent_version?: number | string;
                };
            };
        };
        responses: {
            /** @description Begun. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        test_case_batch_job_id: string;
                        /** @description The run, for `get-test-run` and `compare-test-run`. */
                        test_case_job_id: string;
                        /** @description The version that answers. */
                        agent_version: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    compareTestRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the run that `replay-conversation` gave. */
                test_case_job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayComparison"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getOrganization: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkspaceSettingsResponse"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateOrganization: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WorkspaceSettingsRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkspaceSettingsResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createAlertRule: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AlertRuleRequest"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertRuleResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getAlertRule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                alert_rule_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertRuleResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listAlertRules: {
        parameters: {
            query?: {
                /** @description How many entries at most. */
                limit?: components["parameters"]["LimitParam"];
                /** @description `descending` = newest first. */
                sort_order?: components["parameters"]["SortOrderParam"];
                /** @description The `pagination_key` of the page before. */
                pagination_key?: components["parameters"]["PaginationKeyParam"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedResponseBase"] & {
                        items: components["schemas"]["AlertRuleResponse"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateAlertRule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                alert_rule_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AlertRuleUpdate"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertRuleResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteAlertRule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                alert_rule_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listAlertIncidents: {
        parameters: {
            query?: {
                /** @description Only those of this rule. */
                alert_rule_id?: string;
                /** @description How many entries at most. */
                limit?: components["parameters"]["LimitParam"];
                /** @description `descending` = newest first. */
                sort_order?: components["parameters"]["SortOrderParam"];
                /** @description The `pagination_key` of the page before. */
                pagination_key?: components["parameters"]["PaginationKeyParam"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedResponseBase"] & {
                        items: components["schemas"]["AlertIncidentResponse"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createCohort: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CohortRequest"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cohort"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getCohort: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                cohort_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cohort"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listCohorts: {
        parameters: {
            query?: {
                /** @description How many entries at most. */
                limit?: components["parameters"]["LimitParam"];
                /** @description `descending` = newest first. */
                sort_order?: components["parameters"]["SortOrderParam"];
                /** @description The `pagination_key` of the page before. */
                pagination_key?: components["parameters"]["PaginationKeyParam"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedResponseBase"] & {
                        items: components["schemas"]["Cohort"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateCohort: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                cohort_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CohortUpdate"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cohort"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteCohort: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                cohort_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createQaView: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QaViewRequest"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QaView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getQaView: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                qa_view_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QaView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listQaViews: {
        parameters: {
            query?: {
                /** @description How many entries at most. */
                limit?: components["parameters"]["LimitParam"];
                /** @description `descending` = newest first. */
                sort_order?: components["parameters"]["SortOrderParam"];
                /** @description The `pagination_key` of the page before. */
                pagination_key?: components["parameters"]["PaginationKeyParam"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedResponseBase"] & {
                        items: components["schemas"]["QaView"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateQaView: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                qa_view_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QaViewUpdate"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QaView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteQaView: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                qa_view_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
}
