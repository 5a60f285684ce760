# ई-वे बिल।
nav-bills = ई-वे बिल
nav-bill-make = IRN से बनाएँ
nav-bill-list = मेरे ई-वे बिल
bill-word = ई-वे बिल
bill-not-valid-yet = अभी परिवहन के लिए मान्य नहीं
bill-part-a = केवल भाग क
bill-over = वैधता समाप्त
bill-sandbox = सैंडबॉक्स – मान्य ई-वे बिल नहीं

# सूची।
bills-title = मेरे ई-वे बिल
bills-lead = आपके पंजीकृत दस्तावेज़ों के ई-वे बिल, नए पहले।
bills-caption = ई-वे बिल, नए पहले
bills-none = अभी तक कोई ई-वे बिल नहीं है।
bills-number = ई-वे बिल संख्या
bills-made = बनाने का समय
bills-valid-until = वैधता
bills-to = गंतव्य
bills-carried = वाहन या दस्तावेज़

# दस्तावेज़ खोजना।
bill-find-title = IRN से ई-वे बिल बनाएँ
bill-find-lead = ई-वे बिल ऐसे पंजीकृत कर इनवॉइस से बनता है जिसमें माल हो। किससे बनाना है?
bill-find-list = या सक्रिय इनवॉइसों की सूची से चुनें

# बनाना।
bill-make-title = ई-वे बिल बनाएँ
bill-make-do = ई-वे बिल बनाएँ
bill-make-active = इस दस्तावेज़ का एक सक्रिय ई-वे बिल पहले से है। एक समय में एक ही हो सकता है।
bill-make-cancelled = यह दस्तावेज़ रद्द है, इसलिए इससे ई-वे बिल नहीं बन सकता।
bill-make-note = IRN से ई-वे बिल केवल कर इनवॉइस से बनता है। यह क्रेडिट या डेबिट नोट है।
bill-refused = ई-वे बिल नहीं बना
bill-transport = परिवहन
bill-transport-hint = केवल परिवहनकर्ता का GSTIN देने पर भाग क बनता है; वाहन बाद में ई-वे बिल प्रणाली पर भरा जाता है। वाहन संख्या या परिवहन दस्तावेज़ देने पर ई-वे बिल तुरंत मान्य होता है।
bill-transporter-hint = 15 अक्षर; माल स्वयं ले जा रहे हों तो अपना GSTIN। वाहन दिया हो तो खाली छोड़ सकते हैं।
bill-mode-none = अभी तय नहीं
bill-vehicle-none = नहीं चुना
bill-distance-hint = पूरे किलोमीटर। पिन कोडों के बीच की दूरी लेने के लिए खाली छोड़ें।
bill-distance-known = पिन कोड { $from } और { $to } के बीच की दूरी { $km } किमी है।
bill-distance-unknown = पिन कोड { $from } और { $to } के बीच की दूरी हमें ज्ञात नहीं है, इसलिए कृपया इसे भरें।
bill-vehicle-hint = सड़क के लिए, जैसे KA01AB1234
bill-document-hint = रेल, वायु और जलमार्ग के लिए: रेलवे रसीद, एयरवे बिल या लदान-पत्र
bill-dispatch = किसी अन्य स्थान से प्रेषण
bill-dispatch-hint = केवल तब, जब माल ऐसे स्थान से निकले जो दस्तावेज़ में नहीं है। तब यह पूरा भरें।
bill-ship-to = भारत में वह स्थान जहाँ माल जाता है
bill-ship-to-hint = निर्यात के लिए: बंदरगाह, हवाई अड्डा या स्थल सीमा शुल्क स्टेशन।
bill-state-none = राज्य चुनें
bill-optional = (खाली छोड़ सकते हैं)

# एक ई-वे बिल।
bill-title = ई-वे बिल { $number }
bill-details = विवरण
bill-made-by = बनाने वाला
bill-valid-until = { $when } तक मान्य
bill-valid-part-a = अभी परिवहन के लिए मान्य नहीं: केवल भाग क। माल चलने से पहले ई-वे बिल प्रणाली पर वाहन भरें।
bill-valid-over = वैधता { $when } को समाप्त हुई।
bill-cancelled-on = { $when } को रद्द किया गया
bill-from = कहाँ से
bill-to = कहाँ तक
bill-kind = लेन-देन का प्रकार
bill-kind-regular = सामान्य
bill-kind-ship-to = बिल किसी को, माल कहीं और
bill-kind-dispatch-from = बिल कहीं से, प्रेषण कहीं और से
bill-kind-both = प्रेषण और सुपुर्दगी दोनों अन्य स्थानों पर
bill-purpose = उद्देश्य
bill-purpose-supply = बाहरी आपूर्ति
bill-purpose-export = बाहरी आपूर्ति: निर्यात
bill-print = इस पृष्ठ को ब्राउज़र से छापें: संख्या, QR कोड और बारकोड कागज़ पर आ जाएँगे।
bill-qr = QR कोड: संख्या, किसने बनाया और कब
bill-back = मेरे ई-वे बिल
bill-see-document = दस्तावेज़ देखें
bill-cancel-until = { $when } तक रद्द किया जा सकता है।
bill-cancel-over = रद्द करने का समय बीत चुका है।
bill-channel = { $channel } बनाया गया।
bill-channel-portal = इसी पोर्टल पर

# दस्तावेज़ के पृष्ठ पर।
bill-of-document = इस दस्तावेज़ का ई-वे बिल
bill-of-none = इस दस्तावेज़ से कोई ई-वे बिल नहीं बना है।
bill-of-make = ई-वे बिल बनाएँ
bill-of-again = दूसरा बनाएँ
bill-see = ई-वे बिल देखें
bill-blocks = सक्रिय ई-वे बिल के रहते यह दस्तावेज़ रद्द नहीं हो सकता। पहले ई-वे बिल { $number } रद्द करें।
bill-blocks-go = ई-वे बिल रद्द करें

# रद्द करना।
bill-cancel-title = ई-वे बिल { $number } रद्द करें
bill-cancel-word = ई-वे बिल रद्द करें
bill-cancel-can-until = यह ई-वे बिल { $when } तक रद्द किया जा सकता है: { $hours } घंटे { $minutes } मिनट बचे हैं।
bill-cancel-final = रद्द करना वापस नहीं लिया जा सकता। रास्ते में चल रहे माल के लिए तब दूसरा ई-वे बिल चाहिए।
bill-cancel-closed = ई-वे बिल बनने के { $hours } घंटे के भीतर रद्द किया जा सकता है। वह समय बीत चुका है।
bill-cancel-sure = हाँ, मैं यह ई-वे बिल रद्द करना चाहता/चाहती हूँ
bill-cancel-do = ई-वे बिल रद्द करें
bill-cancel-back = ई-वे बिल पर लौटें
bill-cancel-by-other = ई-वे बिल वही रद्द कर सकता है जिसने उसे बनाया।

# अपलोड के परिणाम।
bill-line-refused = ई-वे बिल नहीं बना
bill-line-refused-text = दस्तावेज़ पंजीकृत है, पर उसका ई-वे बिल नहीं बना। इसे सुधारें, फिर IRN से ई-वे बिल बनाएँ।
bill-line-failed-text = दस्तावेज़ पंजीकृत है, पर उसके ई-वे बिल के साथ हमारी ओर से कोई त्रुटि हुई। कृपया उसे IRN से बनाएँ; दोबारा ऐसा हो तो हमें संदर्भ { $reference } बताएँ।
bill-line-unavailable-text = दस्तावेज़ पंजीकृत है, पर उसका ई-वे बिल अभी नहीं बन सका। कृपया उसे बाद में IRN से बनाएँ।

notice-bill-made = ई-वे बिल बन गया है।
notice-bill-made-computed = ई-वे बिल बन गया है। उसकी दूरी पिन कोडों से निकाली गई है।
notice-bill-cancelled = ई-वे बिल रद्द कर दिया गया है।

# एक फ़ाइल से कई।
nav-bill-upload = फ़ाइल से बनाएँ
bills-upload-title = फ़ाइल से ई-वे बिल बनाएँ
bills-upload-lead = ऐसी JSON फ़ाइल अपलोड करें जिसमें IRN से ई-वे बिल का एक अनुरोध, API के रूप में, या ऐसे अनुरोधों की सूची हो। हर अनुरोध अलग से जाँचा जाता है और उसका बिल अलग से बनता है।
bills-upload-hint = अधिकतम { $mebibytes } MiB और { $documents } अनुरोध।
bills-upload-send = अपलोड करके बनाएँ
bills-upload-how = इसमें क्या होता है
bills-upload-how-1 = हर अनुरोध में आपके पंजीकृत कर इनवॉइस का IRN और माल के परिवहन का विवरण होता है। दूरी 0 देने पर पिन कोडों के बीच की दूरी ली जाती है।
bills-upload-how-2 = त्रुटि वाला अनुरोध अस्वीकार होता है, बाकी के बिल फिर भी बनते हैं। अनुरोध की सभी त्रुटियाँ एक साथ बताई जाती हैं, उनके स्थान और सुधार के उपाय सहित।
bills-upload-how-3 = फ़ाइल दोबारा अपलोड करने से दूसरा ई-वे बिल नहीं बनता: जिस दस्तावेज़ का सक्रिय बिल है, उसकी संख्या बता दी जाती है।
results-bills-total = कुल अनुरोध
results-bills-made = ई-वे बिल बने
results-bills-progress = { $total } में से { $done } अनुरोध हो चुके हैं।
results-bills-json = परिणाम डाउनलोड करें (JSON)
results-bills-kept = { $started } को अपलोड किया गया। ये परिणाम { $until } तक देखे जा सकते हैं; ई-वे बिल “मेरे ई-वे बिल” में बने रहते हैं।
results-bills-all = सभी अनुरोध
results-bills-problems = केवल वे जिनसे ई-वे बिल नहीं बना
bill-line-made = ई-वे बिल बना
